package dev.signalman.internal.engine;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.SignalH;
import java.util.ArrayDeque;
import java.util.Queue;

/// The timers that the program has stopped. Their unread signals are dropped when their receiver is
/// closed: they must not take the restored action, which may end the process. Until then they are
/// read as any other signal, because they may also be a native library's.
///
/// Code that starts or stops a timer calls this under the same lock as its system call.
public final class OwnTimers {
  /// The number of remembered timers. Signals of older ones have long been read, or the kernel has
  /// dropped them (Linux 6.13).
  private static final int REMEMBERED = 256;

  private static final Queue<Integer> STOPPED = new ArrayDeque<>();

  /// A bit for each signal whose interval timer was stopped and not started again.
  private static volatile long intervals;

  private static long started;

  private static volatile boolean timers;

  private OwnTimers() {}

  /// Called before an interval timer of setitimer(2) is started.
  public static synchronized void starts(Signal signal) {
    started |= bit(signal.number());
    intervals &= ~bit(signal.number());
  }

  /// Called when an interval timer was stopped: nothing else makes the kernel itself send that
  /// signal. A timer that was not started here may be a native library's.
  public static synchronized void stopped(Signal signal) {
    intervals |= started & bit(signal.number());
    started &= ~bit(signal.number());
  }

  /// Called before a timer of timer_create(2) is started.
  public static synchronized void starts(int id) {
    STOPPED.remove(id);
  }

  /// Called when a timer of timer_create(2) was stopped or deleted.
  public static synchronized void stopped(int id) {
    STOPPED.remove(id);
    STOPPED.add(id);
    if (STOPPED.size() > REMEMBERED) {
      STOPPED.remove();
    }
    timers = true;
  }

  /// Whether there may be signals to drop.
  static boolean haveStopped() {
    return intervals != 0 || timers;
  }

  /// Whether a signal comes from a stopped timer.
  static boolean isStale(SignalInfo info) {
    return (info.code() == SignalH.SI_KERNEL && (intervals & bit(info.signal().number())) != 0)
        || (timers && info.cause() == Cause.TIMER && hasStopped(info.timerId()));
  }

  private static synchronized boolean hasStopped(int id) {
    return STOPPED.contains(id);
  }

  private static long bit(int number) {
    return 1L << (number - 1);
  }
}
