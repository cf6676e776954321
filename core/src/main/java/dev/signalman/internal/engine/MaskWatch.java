package dev.signalman.internal.engine;

/// Looks after threads whose masks could not be set up for good at once: at first often, then less
/// often, and no longer than a while.
///
/// The thread is there only as long as there is something to look after.
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

  /// All that shall be blocked in every thread now.
  interface Claimed {
    long mask();
  }

  /// @param lock under which masks are changed
  MaskWatch(Object lock, MaskBroadcast broadcast, Claimed claimed) {
    this.lock = lock;
    this.broadcast = broadcast;
    this.claimed = claimed;
  }

  /// Begins anew, after a change of masks. Holds the lock.
  void look() {
    if (!broadcast.suspects().anyWatched()) {
      return;
    }
    pause = FIRST_PAUSE;
    passed = 0;
    if (!running) {
      running = start();
    }
  }

  /// @return whether there is room for a thread; if not, the next change of masks asks again
  private boolean start() {
    try {
      DaemonThread.lasting("signalman-masks", this).start();
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /// If one throws there is a next one, and the time of the watch has passed nevertheless.
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
