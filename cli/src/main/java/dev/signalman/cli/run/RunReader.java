package dev.signalman.cli.run;

import dev.signalman.Signal;
import dev.signalman.cli.command.Arguments;
import dev.signalman.cli.text.DurationText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/// Reads a command line of `run` that has nothing wrong and does not ask for help. [RunDeclaration]
/// says the same to picocli.
final class RunReader {
  private static final String END = "--";

  private final List<String> arguments;
  private int next;
  private boolean group;
  private boolean waitAll;
  private boolean json;
  private boolean log;
  private boolean verbose;
  private Rewrites rewrites = Rewrites.NONE;
  private ExitMap exits = ExitMap.NONE;
  private @Nullable Duration killAfter;
  private @Nullable Signal parentDeath;

  private RunReader(List<String> arguments) {
    this.arguments = arguments;
  }

  /// Reads the arguments after the name.
  ///
  /// @return null if they are for picocli
  static @Nullable RunOptions read(List<String> arguments) {
    try {
      return new RunReader(arguments).options();
    } catch (TypeConversionException _) {
      return null; // picocli says it, with the name of the option
    }
  }

  private @Nullable RunOptions options() {
    boolean over = false;
    while (!over && next < arguments.size() && arguments.get(next).startsWith("-")) {
      String word = arguments.get(next++);
      over = word.equals(END);
      if (!over && !takesFlag(word) && !takesValue(word)) {
        return null;
      }
    }
    List<String> command = arguments.subList(next, arguments.size());
    if (command.isEmpty() || command.getFirst().isEmpty() || command.getFirst().equals(END)) {
      return null;
    }
    Duration limit = killAfter == null || killAfter.isZero() ? null : killAfter;
    return new RunOptions(
        group, rewrites, limit, waitAll, exits, parentDeath, json || log, verbose, command);
  }

  /// @return false if it is none, or was there before
  private boolean takesFlag(String word) {
    if (!group && word.equals(RunDeclaration.GROUP)) {
      group = true;
      return true;
    }
    if (!waitAll && word.equals(RunDeclaration.WAIT_ALL)) {
      waitAll = true;
      return true;
    }
    if (!json && word.equals(RunDeclaration.JSON)) {
      json = true;
      return true;
    }
    if (!verbose && word.equals(RunDeclaration.VERBOSE)) {
      verbose = true;
      return true;
    }
    return false;
  }

  /// The value is in the same word, or the next word.
  private boolean takesValue(String word) {
    int equals = word.indexOf('=');
    if (equals >= 0) {
      return takes(word.substring(0, equals), word.substring(equals + 1));
    }
    return next < arguments.size() && takes(word, arguments.get(next++));
  }

  private boolean takes(String name, String value) {
    if (value.isEmpty() || value.startsWith("-")) {
      return false;
    }
    if (name.equals(RunDeclaration.REWRITE)) {
      RunDeclaration.SignalPair pair = RunDeclaration.signals(value);
      rewrites = rewrites.with(pair.from(), pair.to());
    } else if (name.equals(RunDeclaration.MAP_EXIT)) {
      RunDeclaration.StatusPair pair = RunDeclaration.statuses(value);
      exits = exits.with(pair.from(), pair.to());
    } else if (killAfter == null && name.equals(RunDeclaration.KILL_AFTER)) {
      killAfter = DurationText.parse(value);
    } else if (parentDeath == null && name.equals(RunDeclaration.PARENT_DEATH)) {
      parentDeath = Arguments.signal(value);
    } else if (!log && name.equals(RunDeclaration.LOG)) {
      RunDeclaration.format(value);
      log = true;
    } else {
      return false;
    }
    return true;
  }
}
