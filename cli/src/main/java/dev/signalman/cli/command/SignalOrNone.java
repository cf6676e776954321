package dev.signalman.cli.command;

import dev.signalman.Signal;
import dev.signalman.cli.text.SignalNumbers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A signal, or none: `0`, which timeout(1) and the kill(1) of shells also call `EXIT`.
///
/// @param signal the signal, or null for none
public record SignalOrNone(@Nullable Signal signal) {
  /// A shell adds this to the number of the signal that ended a program.
  public static final int SIGNALLED = 128;

  private static final String NAME = "EXIT";

  /// Reads a name or a number.
  ///
  /// @throws picocli.CommandLine.TypeConversionException if it is neither
  public static SignalOrNone parse(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    boolean none = name.equals("0") || name.equals(NAME) || name.equals("SIG" + NAME);
    return new SignalOrNone(none ? null : Arguments.signal(text));
  }

  /// Also accepts the number plus 128, as a shell shows it, because timeout(1) does.
  public static SignalOrNone parseShellStatus(String text) {
    int number = text.matches("[12][0-9]{2}") ? Integer.parseInt(text) - SIGNALLED : -1;
    return parse(number >= 0 && number <= SignalNumbers.LAST ? Integer.toString(number) : text);
  }
}
