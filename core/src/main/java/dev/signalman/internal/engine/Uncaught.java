package dev.signalman.internal.engine;

import java.util.concurrent.locks.LockSupport;

/// What is thrown where nobody can catch it, and a thread has to go on all the same.
public final class Uncaught {
  /// In nanoseconds. A want of memory may be over then, and one that lasts keeps no CPU busy.
  private static final long REST = 10_000_000;

  private Uncaught() {}

  /// Hands it to whoever hears of uncaught exceptions of this thread.
  public static void report(Throwable thrown) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    } catch (Throwable _) {
      // As the VM does with what such a handler throws.
    }
  }

  /// The same, and rests for a moment: it may be so again at once, and for long.
  public static void reportAndRest(Throwable thrown) {
    report(thrown);
    LockSupport.parkNanos(REST);
  }
}
