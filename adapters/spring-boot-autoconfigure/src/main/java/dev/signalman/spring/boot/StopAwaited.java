package dev.signalman.spring.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationShutdownHandlers;

/// Keeps the shutdown hook of Spring Boot, which ends the logging system, until the contexts are
/// closed: after a `System.exit` of other code both run at the same time.
final class StopAwaited implements Runnable {
  private static final StopAwaited THIS = new StopAwaited();

  private StopAwaited() {}

  /// The handler that is registered last is called first.
  static void beLast() {
    SpringApplicationShutdownHandlers handlers = SpringApplication.getShutdownHandlers();
    handlers.remove(THIS);
    handlers.add(THIS);
  }

  @Override
  public void run() {
    try {
      VmLifecycle.THIS.awaitStop();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
