package dev.signalman.internal.engine;

import dev.signalman.internal.kernel.DaemonThread;

/// Repeats the set-up of threads whose masks could not be set up at once: at first often, then less
/// often, and only for a limited time.
///
/// Its own thread exists only as long as there is such a thread to check.
final class MaskWatch implements DaemonThread.Turn {
  private static final long FIRST_PAUSE = 1;
  private static final long LAST_PAUSE = 250;
  private static final long LONGEST = 10_000;

  private final Object lock;
  private final MaskBroadcast broadcast;
  private final Claimed claimed;
  private boolean running;
  private volatile long pause; // read without the lock
  private long passed;

  /// Supplies the signals that have to be blocked in every thread now.
  interface Claimed {
    long mask();
  }

  /// @param lock under which masks are changed
  MaskWatch(Object lock, MaskBroadcast broadcast, Claimed claimed) {
    this.lock = lock;
    this.broadcast = broadcast;
    this.claimed = claimed;
  }

  /// Begins again, after a change of masks. The caller holds the lock.
  void begin() {
    if (!broadcast.suspects().anyWatched()) {
      return;
    }
    pause = FIRST_PAUSE;
    passed = 0;
    if (!running) {
      running = start();
    }
  }

  /// @return whether a thread could be started; if not, the next change of masks tries again
  private boolean start() {
    try {
      DaemonThread.lasting("signalman-masks", this).start();
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /// If a turn throws, another follows, and the time of the watch still advances.
  @Override
  public boolean turn() throws InterruptedException {
    Thread.sleep(pause);
    synchronized (lock) {
      running = isNeeded();
      return running;
    }
  }

  private boolean isNeeded() {
    if (passed >= LONGEST) {
      broadcast.suspects().giveUp();
      return false;
    }
    passed += pause;
    pause = Math.min(2 * pause, LAST_PAUSE);
    return broadcast.verify(claimed.mask());
  }
}
