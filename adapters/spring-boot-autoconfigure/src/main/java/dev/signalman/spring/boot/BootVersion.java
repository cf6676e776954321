package dev.signalman.spring.boot;

import org.jspecify.annotations.Nullable;

/// Checks the version of Spring Boot.
final class BootVersion {
  private static final int MAJOR = 3;
  private static final int MINOR = 5;

  private BootVersion() {}

  /// @param version as Spring Boot says it, for example 3.4.1; null if it does not know
  /// @throws StartRefusedException if it is too old
  static void check(@Nullable String version) {
    if (version != null && isOlder(version)) {
      throw new StartRefusedException(
          Refusals.ARTIFACT
              + " needs Spring Boot "
              + MAJOR
              + "."
              + MINOR
              + " or newer, and this is "
              + version
              + ": older versions neither run on Java 25 nor stop the web server gracefully by"
              + " default.",
          "Use a newer Spring Boot. Or take "
              + Refusals.ARTIFACT
              + " out, and use signalman-lifecycle directly.",
          null);
    }
  }

  private static boolean isOlder(String version) {
    String[] parts = version.split("\\.", 3);
    try {
      int major = Integer.parseInt(parts[0]);
      int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
      return major < MAJOR || (major == MAJOR && minor < MINOR);
    } catch (NumberFormatException _) {
      return false; // an unknown form is no reason to refuse
    }
  }
}
