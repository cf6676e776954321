package dev.signalman.internal.engine;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.wait.Poller;
import dev.signalman.posix.EpollH;

/// Wakes a thread when a receiver has something to read, but only between [#begin] and [#end],
/// while the thread that usually reads is busy.
public final class StandbyPoller implements Source.Standby {
  private static final int NOTHING = 0;

  private final Poller poller;
  private final int descriptor;

  private StandbyPoller(Poller poller, int descriptor) throws PosixException {
    this.poller = poller;
    this.descriptor = descriptor;
    poller.add(descriptor, NOTHING);
  }

  /// Opens a lookout for a receiver that stays open as long.
  ///
  /// @throws PosixException if the process is out of descriptors
  public static StandbyPoller open(SignalSource source) throws PosixException {
    Poller poller = Poller.open(1);
    try {
      return new StandbyPoller(poller, source.descriptor());
    } catch (Throwable e) {
      poller.close();
      throw e;
    }
  }

  /// From now on readable signals wake the thread, also those that could be read before.
  @Override
  public void begin() {
    change(EpollH.EPOLLIN);
  }

  /// From now on readable signals do not wake the thread.
  @Override
  public void end() {
    change(NOTHING);
  }

  private void change(int events) {
    try {
      poller.change(descriptor, events);
    } catch (PosixException e) {
      throw e.unchecked(); // both are open, so this cannot fail
    }
  }

  /// Closes its descriptors. From then on only [#wake] may be called, which does nothing.
  @Override
  public void close() {
    poller.close();
  }

  /// Wakes the thread, or keeps its next wait from sleeping.
  @Override
  public void wake() {
    poller.wake();
  }

  /// Waits until the thread is woken. May return early.
  @Override
  public void await() throws InterruptedException {
    poller.await(Nanos.FOREVER);
  }
}
