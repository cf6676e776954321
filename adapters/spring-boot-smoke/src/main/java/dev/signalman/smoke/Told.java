package dev.signalman.smoke;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/// What the test tells the application: each line on standard input lets one waiting thread go on.
final class Told {
  private static final Semaphore LINES = new Semaphore(0);

  private Told() {}

  /// Reads from now on.
  static void begin() {
    Thread.ofPlatform().daemon().name("told").start(Told::read);
  }

  private static void read() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (in.readLine() != null) {
        LINES.release();
      }
    } catch (IOException _) {
      // The test has ended.
    }
  }

  /// Waits for a line.
  static void await() throws InterruptedException {
    LINES.acquire();
  }
}
