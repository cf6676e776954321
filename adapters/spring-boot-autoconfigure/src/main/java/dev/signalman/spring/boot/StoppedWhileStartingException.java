package dev.signalman.spring.boot;

import java.util.concurrent.atomic.AtomicBoolean;

/// Ends the start of an application that has been asked to stop.
final class StoppedWhileStartingException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private static final AtomicBoolean TOLD = new AtomicBoolean();

  StoppedWhileStartingException() {
    super("the application was asked to stop while it started");
    tell();
  }

  /// Says so in a line, once, and at once: the VM may have ended before a failure is reported.
  static void tell() {
    if (TOLD.compareAndSet(false, true)) {
      Lines.info("the start is cut short: the application has been asked to stop");
    }
  }
}
