package dev.signalman.trial.service;

import java.nio.file.Path;

/// What the runner asks a service for, by system properties, and what the service answers.
public final class Setup {
  /// For each way to stop, as far as it has such a setting.
  public static final int DEADLINE_SECONDS = 5;

  private Setup() {}

  static Path database() {
    return Path.of(System.getProperty("database", "database"));
  }

  /// Whether the worker has items.
  static boolean busy() {
    return Boolean.getBoolean("busy");
  }

  /// Whether the cache can not be closed.
  static boolean hangs() {
    return Boolean.getBoolean("hangs");
  }

  /// Tells the runner that requests are welcome.
  public static void ready(int port) {
    System.out.println("ready " + port);
  }
}
