package dev.signalman.lifecycle;

/// Makes the platform threads of a lifecycle. They inherit nothing from the thread that makes them,
/// and are daemons unless said otherwise.
final class OwnThread {
  private OwnThread() {}

  static Thread unstarted(String name, Runnable body) {
    Thread thread = new Thread(null, body, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /// Reports an exception that has no caller, as the VM does at the end of a thread.
  static void report(Throwable error) {
    LastLine.haltIfOutOfMemory(error);
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
  }
}
