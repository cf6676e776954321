package dev.signalman.spring.boot;

import java.util.concurrent.atomic.AtomicBoolean;

/// Ends the start of an application that has been asked to stop.
final class StoppedWhileStartingException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private static final AtomicBoolean TOLD = new AtomicBoolean();

  /// Says so in a line: the VM may have ended before the exception gets anywhere.
  StoppedWhileStartingException() {
    super("the application was asked to stop while it started");
    if (TOLD.compareAndSet(false, true)) {
      Lines.info("the start is cut short: the application has been asked to stop");
    }
  }

  static boolean isIn(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof StoppedWhileStartingException) {
        return true;
      }
    }
    return false;
  }
}
