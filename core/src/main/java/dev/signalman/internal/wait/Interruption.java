package dev.signalman.internal.wait;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Wakes a poller when the thread between [#enter()] and [#leave()] is interrupted.
///
/// The JDK offers this to selectors only: `AbstractSelector.begin()` makes `Thread.interrupt()`
/// call the selector's own `wakeup()`. So this is a selector that selects nothing.
final class Interruption extends AbstractSelector {
  private final Poller poller;

  @SuppressWarnings("NullAway") // the provider is only ever handed back by provider()
  Interruption(Poller poller) {
    super(null);
    this.poller = poller;
  }

  void enter() {
    begin();
  }

  void leave() {
    end();
  }

  @Override
  public Selector wakeup() {
    poller.wake();
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
