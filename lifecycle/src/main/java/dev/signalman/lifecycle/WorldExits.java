package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.lifecycle.world.World;
import org.jspecify.annotations.Nullable;

/// The end of a program in a [World], which has no shutdown hooks.
final class WorldExits implements WayOut {
  private final World world;

  WorldExits(World world) {
    this.world = world;
  }

  @Override
  public boolean install() {
    return true;
  }

  @Override
  public void remove() {}

  @Override
  public void release() {}

  @Override
  public void exit(int status, @Nullable Signal by, Runnable afterwards) {
    world.ended(by == null ? status : 128 + by.number());
    afterwards.run();
  }

  @Override
  public void showHooks(Teller teller) {}

  @Override
  public void halt(int status, Teller teller) {
    world.ended(status);
  }
}
