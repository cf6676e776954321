package dev.signalman.cli.command;

import dev.signalman.Signal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/// The arguments that people write, read strictly: what is not exactly right is refused with a
/// sentence that quotes it.
public final class Arguments {
  private Arguments() {}

  /// A process or group id.
  public static int pid(String text) {
    long number = number(text, "a process id", 1, Integer.MAX_VALUE);
    return (int) number;
  }

  /// How often something is to happen, at least once.
  public static long count(String text) {
    return number(text, "a count", 1, Long.MAX_VALUE);
  }

  /// The value of a queued signal.
  public static long value(String text) {
    return number(text, "a value", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static long number(String text, String what, long least, long most) {
    try {
      long number = Long.parseLong(text);
      boolean plain =
          text.chars().allMatch(c -> c < 128); // parseLong takes the digits of all scripts
      if (number >= least && number <= most && plain && text.charAt(0) != '+') {
        return number;
      }
    } catch (NumberFormatException e) {
      // Not a number, or one of more than 64 bits: refused in the same words.
    }
    throw new TypeConversionException(
        "\"" + text + "\" is not " + what + ": write a number from " + least + " to " + most);
  }

  /// A signal by name or number.
  public static Signal signal(String text) {
    try {
      return Signal.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /// The names to complete [#signal] with.
  public static Iterable<String> signalNames() {
    List<String> names = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      names.add(signal.fullName().substring("SIG".length()));
    }
    return names;
  }
}
