package dev.signalman.internal.engine;

/// What is thrown where nobody can catch it, and a thread has to go on all the same.
public final class Uncaught {
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
}
