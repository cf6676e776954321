package dev.signalman.internal.engine;

/// Looks after threads whose masks could not be set up for good at once: at first often, then less
/// often, and no longer than a while.
///
/// The thread is there only as long as there is something to look after.
final class MaskWatch implements Runnable {
  private static final long FIRST_PAUSE = 1;
  private static final long LAST_PAUSE = 250;
  private static final long LONGEST = 10_000;

  private final Object lock;
  private final MaskBroadcast broadcast;
  private final Claimed claimed;
  private boolean running;
  private long pause;
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
      Thread.ofPlatform()
          .daemon()
          .name("signalman-masks")
          .inheritInheritableThreadLocals(false)
          .start(this);
      return true;
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  @Override
  public void run() {
    boolean goesOn = true;
    while (goesOn) {
      sleep();
      synchronized (lock) {
        goesOn = isNeeded();
        running = goesOn;
      }
    }
  }

  private boolean isNeeded() {
    passed += pause;
    pause = Math.min(2 * pause, LAST_PAUSE);
    if (!broadcast.verify(claimed.mask())) {
      return false;
    }
    if (passed < LONGEST) {
      return true;
    }
    broadcast.suspects().giveUp();
    return false;
  }

  /// Nobody interrupts this thread who has a reason to; then it looks a little earlier.
  private void sleep() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.onSpinWait();
    }
  }
}
