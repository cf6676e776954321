package dev.signalman.trial.service;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/// What is logged when all is closed, by two kinds of logging.
public final class LastLines implements AutoCloseable {
  private static final String NAME = "service";

  /// Held, since `java.util.logging` forgets a logger that nobody holds.
  private final Logger jdk = Logger.getLogger(NAME);

  private final org.slf4j.Logger logback = LoggerFactory.getLogger(NAME);

  /// Both are in use from here on.
  public LastLines() {
    logback.info("logback is in use");
    jdk.info("java.util.logging is in use");
  }

  /// Logs them.
  @Override
  public void close() {
    logback.info("last line by logback");
    jdk.log(Level.INFO, "last line by java.util.logging");
  }
}
