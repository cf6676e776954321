package dev.signalman.internal.engine;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Runs an action when the thread inside [#enter()] and [#leave()] is interrupted.
///
/// The JDK offers this to selectors only: `AbstractSelector.begin()` registers the selector's own
/// `wakeup()` as what `Thread.interrupt()` calls. So this is a selector that selects nothing.
final class Interruption extends AbstractSelector {
  private final Runnable action;

  @SuppressWarnings("NullAway") // the provider is only ever handed back by provider()
  Interruption(Runnable action) {
    super(null);
    this.action = action;
  }

  void enter() {
    begin();
  }

  void leave() {
    end();
  }

  @Override
  public Selector wakeup() {
    action.run();
    return this;
  }

  @Override
  protected void implCloseSelector() {}

  @Override
  protected SelectionKey register(
      AbstractSelectableChannel channel, int operations, @Nullable Object attachment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<SelectionKey> keys() {
    return Set.of();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return Set.of();
  }

  @Override
  public int selectNow() {
    return 0;
  }

  @Override
  public int select(long timeout) {
    return 0;
  }

  @Override
  public int select() {
    return 0;
  }
}
