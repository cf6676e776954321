package dev.signalman.cli;

import dev.signalman.Signal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A signal that may be none: `0`, which timeout(1) and kill(1) of shells also call `EXIT`.
///
/// @param signal null for none
record SignalOrNone(@Nullable Signal signal) {
  private static final String NAME = "EXIT";

  /// Reads a name or a number.
  ///
  /// @throws picocli.CommandLine.TypeConversionException if it is none
  static SignalOrNone parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    boolean none = name.equals("0") || name.equals(NAME) || name.equals("SIG" + NAME);
    return new SignalOrNone(none ? null : Arguments.signal(text));
  }
}
