package dev.signalman.cli.capabilities;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.Capabilities.Promise;

/// The platforms of the table, each with the mode that a program gets there.
enum Platform {
  LINUX("Linux", "linux", Mode.FULL),
  SPARSE("Linux without signalfd", "linuxWithoutSignalfd", Mode.HANDLER_ONLY),
  MACOS("macOS, BSD", "macos", Mode.PORTABLE),
  WINDOWS("Windows", "windows", Mode.PORTABLE);

  private final String title;
  private final String key;
  private final Mode mode;

  Platform(String title, String key, Mode mode) {
    this.title = title;
    this.key = key;
    this.mode = mode;
  }

  /// The heading of its column.
  String title() {
    return title;
  }

  /// Its name in JSON.
  String key() {
    return key;
  }

  /// Whether a promise holds there, at best.
  boolean keeps(Promise promise) {
    return Capabilities.keptIn(mode).contains(promise);
  }
}
