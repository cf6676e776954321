package dev.signalman.internal.portable;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The signals of a system, by the names that `sun.misc.Signal` has for them there. Numbers differ
/// between systems, so they are not used in portable mode.
enum SystemKind {
  /// Linux.
  LINUX,
  /// macOS and the BSDs, which lack some signals of Linux.
  BSD,
  /// Windows: Ctrl-C, the end of the session, and Ctrl-Break, by which the VM prints its threads.
  WINDOWS;

  private static final SignalSet OF_LINUX = SignalSet.of(Signal.STKFLT, Signal.PWR);

  /// The kind of the system that this program runs on.
  static SystemKind current() {
    return of(System.getProperty("os.name", ""));
  }

  /// @param osName the system property `os.name`
  static SystemKind of(String osName) {
    String name = osName.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return WINDOWS;
    }
    return name.startsWith("linux") ? LINUX : BSD;
  }

  /// The name of a signal for `sun.misc.Signal`, or null if this system has no such signal.
  @Nullable String name(Signal signal) {
    if (this == WINDOWS) {
      return switch (signal) {
        case INT, TERM -> signal.name();
        case QUIT -> "BREAK";
        default -> null;
      };
    }
    return signal.isRealTime() || (this == BSD && OF_LINUX.contains(signal)) ? null : signal.name();
  }

  /// The name that people know the system by.
  @Override
  public String toString() {
    return switch (this) {
      case LINUX -> "Linux";
      case BSD -> "macOS";
      case WINDOWS -> "Windows";
    };
  }
}
