package dev.signalman.cli;

import java.lang.module.ModuleDescriptor;

/// The version of this program.
final class Version {
  private Version() {}

  /// One line, as `--version` prints it.
  static String line() {
    ModuleDescriptor descriptor = Version.class.getModule().getDescriptor();
    String version = descriptor == null ? "unknown" : descriptor.rawVersion().orElse("unknown");
    return "signalman " + version;
  }
}
