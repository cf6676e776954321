package dev.signalman.internal.engine;

import dev.signalman.Cause;
import dev.signalman.SignalInfo;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.util.concurrent.locks.LockSupport;

/// Sends a received but unread signal to this process again, so that it takes its present action.
///
/// A sender's details survive if it used sigqueue(3); for other senders the kernel permits no
/// forgery. They do not survive where the user's queue of signals stays full (RLIMIT_SIGPENDING):
/// the kernel then takes a signal only without its details, and two of them become one.
public final class Resending {
  /// How long a full queue may take to have room. Its signals are mostly those of this process,
  /// whose handlers run now.
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private static final long RETRY_NANOS = 100_000;

  /// For so long after a wait that found no room nobody waits again: thousands of signals may be
  /// unread.
  private static final long PAUSE_NANOS = 1_000_000_000;

  private static volatile long nextWait = System.nanoTime();

  private Resending() {}

  /// Sends a signal again, unless nobody needs it: one of a timer that has been cancelled, or one
  /// whose action nobody has set.
  ///
  /// @param info the signal as it was received
  public static void send(SignalInfo info) {
    if (OwnTimers.isStale(info) || Guards.isForNobody(info.signal())) {
      return;
    }
    boolean forgeable = info.code() < 0 && info.cause() != Cause.THREAD;
    if (!forgeable || queue(info) < 0) {
      int pid = UnistdH.getpid();
      Calls.certain(SignalH.kill(pid, info.signal().number()), "kill(self, " + info.signal() + ")");
    }
  }

  private static int queue(SignalInfo info) {
    int pid = UnistdH.getpid();
    int number = info.signal().number();
    var details = Records.toSiginfo(info);
    int result = SignalH.rt_sigqueueinfo(pid, number, details);
    long now = System.nanoTime();
    if (result != -ErrnoH.EAGAIN || now - nextWait < 0) {
      return result;
    }
    for (long end = now + PATIENCE_NANOS; System.nanoTime() - end < 0; ) {
      LockSupport.parkNanos(RETRY_NANOS);
      result = SignalH.rt_sigqueueinfo(pid, number, details);
      if (result != -ErrnoH.EAGAIN) {
        return result;
      }
    }
    nextWait = System.nanoTime() + PAUSE_NANOS;
    return result;
  }
}
