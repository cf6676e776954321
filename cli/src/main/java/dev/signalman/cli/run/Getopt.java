package dev.signalman.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Options as getopt_long(3) of glibc reads them, with its messages, for command lines that have to
/// be read as other programs read them.
final class Getopt {
  /// One option.
  ///
  /// @param letter its letter; a long option has one as well
  /// @param argument its argument, or null if it takes none
  record Option(char letter, @Nullable String argument) {}

  /// An argument is wrong; the message is that of glibc, without the name of the program.
  static final class WrongException extends Exception {
    private static final long serialVersionUID = 1;

    WrongException(String message) {
      super(message);
    }
  }

  /// Takes the options one after the other.
  interface Taker<E extends Exception> {
    void take(Option option) throws E;
  }

  private final String letters;
  private final Map<String, Character> names;
  private final boolean permutes;

  /// @param letters the options with one letter; a colon follows those that take an argument
  /// @param names the letters of the long options, in their order
  /// @param permutes whether options may follow other arguments
  Getopt(String letters, Map<String, Character> names, boolean permutes) {
    this.letters = letters;
    this.names = names;
    this.permutes = permutes;
  }

  /// Reads the options up to the first wrong one.
  ///
  /// @return the other arguments
  <E extends Exception> List<String> read(List<String> arguments, Taker<E> taker)
      throws E, WrongException {
    List<String> others = new ArrayList<>();
    int next = 0;
    while (next < arguments.size()) {
      String argument = arguments.get(next);
      next++;
      if (argument.equals("--")) {
        others.addAll(arguments.subList(next, arguments.size()));
        return others;
      }
      if (argument.length() < 2 || argument.charAt(0) != '-') {
        others.add(argument);
        if (!permutes) {
          others.addAll(arguments.subList(next, arguments.size()));
          return others;
        }
      } else if (argument.startsWith("--") && !names.isEmpty()) {
        next = readName(argument.substring(2), arguments, next, taker);
      } else {
        next = readLetters(argument, arguments, next, taker);
      }
    }
    return others;
  }

  /// @return the index of the next argument
  private <E extends Exception> int readLetters(
      String group, List<String> arguments, int next, Taker<E> taker) throws E, WrongException {
    for (int i = 1; i < group.length(); i++) {
      char letter = group.charAt(i);
      int place = letter == ':' ? -1 : letters.indexOf(letter);
      if (place < 0) {
        throw new WrongException("invalid option -- '" + letter + "'");
      }
      if (!takesArgument(letter)) {
        taker.take(new Option(letter, null));
      } else if (i + 1 < group.length()) {
        taker.take(new Option(letter, group.substring(i + 1)));
        return next;
      } else if (next < arguments.size()) {
        taker.take(new Option(letter, arguments.get(next)));
        return next + 1;
      } else {
        throw new WrongException("option requires an argument -- '" + letter + "'");
      }
    }
    return next;
  }

  private boolean takesArgument(char letter) {
    int after = letters.indexOf(letter) + 1;
    return after < letters.length() && letters.charAt(after) == ':';
  }

  /// @param text a name, or its unambiguous beginning, and perhaps `=` and the argument
  /// @return the index of the next argument
  private <E extends Exception> int readName(
      String text, List<String> arguments, int next, Taker<E> taker) throws E, WrongException {
    int equals = text.indexOf('=');
    String name = full(equals < 0 ? text : text.substring(0, equals));
    char letter = names.getOrDefault(name, '?');
    if (!takesArgument(letter)) {
      if (equals >= 0) {
        throw new WrongException("option '--" + name + "' doesn't allow an argument");
      }
      taker.take(new Option(letter, null));
      return next;
    }
    if (equals >= 0) {
      taker.take(new Option(letter, text.substring(equals + 1)));
      return next;
    }
    if (next == arguments.size()) {
      throw new WrongException("option '--" + name + "' requires an argument");
    }
    taker.take(new Option(letter, arguments.get(next)));
    return next + 1;
  }

  private String full(String beginning) throws WrongException {
    if (names.containsKey(beginning)) {
      return beginning;
    }
    List<String> found = new ArrayList<>();
    for (String name : names.keySet()) {
      if (name.startsWith(beginning)) {
        found.add(name);
      }
    }
    if (found.isEmpty()) {
      throw new WrongException("unrecognized option '--" + beginning + "'");
    }
    if (found.size() > 1) {
      StringBuilder message = new StringBuilder("option '--").append(beginning);
      message.append("' is ambiguous; possibilities:");
      for (String name : found) {
        message.append(" '--").append(name).append('\'');
      }
      throw new WrongException(message.toString());
    }
    return found.getFirst();
  }
}
