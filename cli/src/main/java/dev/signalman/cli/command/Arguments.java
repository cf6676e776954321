package dev.signalman.cli.command;

import dev.signalman.Signal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.TypeConversionException;

/// Reads arguments strictly: a wrong one is refused with a sentence that quotes it.
public final class Arguments {
  private Arguments() {}

  /// A process or group id.
  public static int pid(String text) {
    long number = number(text, "a process id", 1, Integer.MAX_VALUE);
    return (int) number;
  }

  /// A number of repetitions, at least 1.
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
          text.chars().allMatch(c -> c < 128); // parseLong accepts the digits of all scripts
      if (number >= least && number <= most && plain && text.charAt(0) != '+') {
        return number;
      }
    } catch (NumberFormatException e) {
      // Not a number, or more than 64 bits: both get the same message.
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

  /// The names that the shell offers as completions of [#signal].
  public static Iterable<String> signalNames() {
    List<String> names = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      names.add(signal.fullName().substring("SIG".length()));
    }
    return names;
  }
}
