package dev.signalman.internal.engine;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import java.util.ArrayDeque;
import java.util.Queue;

/// Which timers of this process its program has stopped. What they had sent by then and nobody has
/// read is this program's own, and is dropped when its receiver is closed: it must not take the
/// action that the signal gets back, which may be the end of the process. Until then it is read as
/// any other, for it may as well be a native library's.
///
/// Whoever starts or stops a timer calls this under the lock under which the kernel is told.
public final class OwnTimers {
  private static final int SI_KERNEL = 0x80;

  /// Older ones have long been read, or their kernel has dropped what they sent (Linux 6.13).
  private static final int REMEMBERED = 256;

  private static final Queue<Integer> STOPPED = new ArrayDeque<>();

  /// One bit for each signal whose interval timer was stopped and not started again.
  private static volatile long intervals;

  private static long started;

  private static volatile boolean timers;

  private OwnTimers() {}

  /// An interval timer of setitimer(2) is about to be started.
  public static synchronized void starts(Signal signal) {
    started |= bit(signal.number());
    intervals &= ~bit(signal.number());
  }

  /// An interval timer was stopped: nothing else makes the kernel send that signal by itself. One
  /// that was not started here may be a native library's.
  public static synchronized void stopped(Signal signal) {
    intervals |= started & bit(signal.number());
    started &= ~bit(signal.number());
  }

  /// A timer of timer_create(2) is about to be started.
  public static synchronized void starts(int id) {
    STOPPED.remove(id);
  }

  /// A timer of timer_create(2) was stopped or deleted.
  public static synchronized void stopped(int id) {
    STOPPED.remove(id);
    STOPPED.add(id);
    if (STOPPED.size() > REMEMBERED) {
      STOPPED.remove();
    }
    timers = true;
  }

  /// Whether there may be anything to drop.
  static boolean haveStopped() {
    return intervals != 0 || timers;
  }

  /// Whether a signal is from a timer that was stopped.
  static boolean isStale(SignalInfo info) {
    return (info.code() == SI_KERNEL && (intervals & bit(info.signal().number())) != 0)
        || (timers && info.cause() == Cause.TIMER && hasStopped(info.timerId()));
  }

  private static synchronized boolean hasStopped(int id) {
    return STOPPED.contains(id);
  }

  private static long bit(int number) {
    return 1L << (number - 1);
  }
}
