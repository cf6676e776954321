package dev.signalman.internal.kernel;

import java.util.concurrent.locks.LockSupport;

/// Reports exceptions that no caller can catch, in threads that have to continue.
public final class Uncaught {
  /// The rest in nanoseconds. A lack of memory may be over after it, and a lasting one keeps no CPU
  /// busy.
  private static final long REST = 10_000_000;

  private Uncaught() {}

  /// Hands an exception to this thread's uncaught-exception handler.
  public static void report(Throwable thrown) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    } catch (Throwable _) {
      // The VM too ignores exceptions of such a handler.
    }
  }

  /// The same, then rests for a moment: the failure may repeat at once, and for long.
  public static void reportAndRest(Throwable thrown) {
    report(thrown);
    LockSupport.parkNanos(REST);
  }
}
