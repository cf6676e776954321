package dev.signalman.spring.boot;

import java.io.PrintStream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/// Lines for people: in the log of the application, or on standard error while there is none.
final class Lines {
  private static final Log LOG = LogFactory.getLog("dev.signalman.spring");

  /// Standard error as the VM began with it: an application may redirect it into its log.
  private static final PrintStream ERRORS = System.err;

  private static volatile boolean logging;

  private Lines() {}

  /// Says whether the logging system writes lines from now on.
  static void logging(boolean ready) {
    logging = ready;
  }

  static void info(String line) {
    if (logging) {
      LOG.info(line);
    } else {
      direct(line);
    }
  }

  static void warn(String line) {
    if (logging) {
      LOG.warn(line);
    } else {
      direct(line);
    }
  }

  static void error(String line, Throwable error) {
    if (logging) {
      LOG.error(line, error);
    } else {
      direct(line + ": " + error);
    }
  }

  /// Also when the logging system has ended.
  static void direct(String line) {
    ERRORS.println("signalman: " + line);
  }
}
