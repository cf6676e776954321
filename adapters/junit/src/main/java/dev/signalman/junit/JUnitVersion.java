package dev.signalman.junit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;

/// The version of JUnit that is there.
final class JUnitVersion {
  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\b.*");
  private static final int OLDEST_MAJOR = 5;
  private static final int OLDEST_MINOR = 14;

  private JUnitVersion() {}

  /// Refuses one that is too old. An unknown one is tried.
  static void require() {
    Package api = Extension.class.getPackage();
    String complaint =
        complaint(
            Extension.class.getModule().isNamed()
                ? Extension.class.getModule().getDescriptor().rawVersion().orElse(null)
                : api.getImplementationVersion());
    if (complaint != null) {
      throw new IllegalStateException(complaint);
    }
  }

  static @Nullable String complaint(@Nullable String version) {
    Matcher numbers = NUMBERS.matcher(version == null ? "" : version);
    if (!numbers.matches()) {
      return null;
    }
    int major = Integer.parseInt(numbers.group(1));
    int minor = Integer.parseInt(numbers.group(2));
    return major > OLDEST_MAJOR || (major == OLDEST_MAJOR && minor >= OLDEST_MINOR)
        ? null
        : "signalman-junit needs JUnit 5.14 or newer, and the tests have "
            + version
            + "; import org.junit:junit-bom in version 5.14.4 or 6.1.3";
  }
}
