package dev.signalman.spring.boot;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/// Keeps Spring Boot from reporting a start that was cut short as a failure: a line of the log
/// tells of it.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StoppedWhileStartingReporter implements SpringBootExceptionReporter {
  @Override
  public boolean reportException(Throwable failure) {
    return VmLifecycle.THIS.stops();
  }
}
