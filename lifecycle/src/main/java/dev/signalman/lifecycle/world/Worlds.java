package dev.signalman.lifecycle.world;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// The world in which a thread opens lifecycles.
public final class Worlds {
  private static final ThreadLocal<@Nullable World> PRESENT = new ThreadLocal<>();

  private Worlds() {}

  /// That of this thread; null for the real process.
  public static @Nullable World present() {
    return PRESENT.get();
  }

  /// Calls something in a world.
  public static <T extends @Nullable Object> T inside(World world, Callable<T> program)
      throws Exception {
    World before = PRESENT.get();
    PRESENT.set(world);
    try {
      return program.call();
    } finally {
      if (before == null) {
        PRESENT.remove();
      } else {
        PRESENT.set(before);
      }
    }
  }
}
