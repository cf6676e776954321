package dev.signalman.cli.run;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The command line of tini 0.19, and its environment variables.
final class TiniOptions {
  private static final String LETTERS = "p:hvwgle:s";
  private static final int STATUSES = 256;
  private static final int WRONG = 1;
  private static final String VERSION = "tini version 0.19.0 - signalman";

  /// Those that end or stop tini itself.
  private static final SignalSet OWN =
      SignalSet.of(
          Signal.FPE,
          Signal.ILL,
          Signal.SEGV,
          Signal.BUS,
          Signal.ABRT,
          Signal.TRAP,
          Signal.SYS,
          Signal.TTIN,
          Signal.TTOU);

  private static final SignalSet WITHOUT_NAME = SignalSet.of(Signal.STKFLT, Signal.IO, Signal.PWR);

  private static final String USAGE =
      """
      tini (%s)
      Usage: tini [OPTIONS] PROGRAM -- [ARGS] | --version

      Execute a program under the supervision of a valid init process (tini)

      Command line options:

        --version: Show version and exit.
        -h: Show this help message and exit.
        -s: Register as a process subreaper (requires Linux >= 3.4).
        -p SIGNAL: Trigger SIGNAL when parent dies, e.g. "-p SIGKILL".
        -v: Generate more verbose output. Repeat up to 3 times.
        -w: Print a warning when processes are getting reaped.
        -g: Send signals to the child's process group.
        -e EXIT_CODE: Remap EXIT_CODE (from 0 to 255) to 0.
        -l: Show license and exit.

      Environment variables:

        TINI_SUBREAPER: Register as a process subreaper (requires Linux >= 3.4).
        TINI_VERBOSITY: Set the verbosity level (default: 1).
        TINI_KILL_PROCESS_GROUP: Send signals to the child's process group.

      """
          .formatted(VERSION);

  private static final String LICENSE =
      "This is Signalman, under the Apache License, Version 2.0: https://www.apache.org/licenses/\n";

  private final long pid;
  private boolean adopts;
  private boolean toGroup;
  private boolean warns;
  private int verbosity = 1;
  private @Nullable Signal parentDeath;
  private ExitMap exits = ExitMap.NONE;

  private TiniOptions(long pid) {
    this.pid = pid;
  }

  /// An option that ends the reading.
  private static final class EndException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Reading.Text text;

    EndException(Reading.Text text) {
      super(text.text());
      this.text = text;
    }
  }

  /// Reads the arguments after the name.
  ///
  /// @param environment the variables of this process
  /// @param pid of this process, which messages name
  static Reading read(List<String> arguments, Map<String, String> environment, long pid) {
    if (arguments.equals(List.of("--version"))) {
      return new Reading.Text(VERSION + "\n", false, 0);
    }
    TiniOptions options = new TiniOptions(pid);
    boolean permutes = !environment.containsKey("POSIXLY_CORRECT");
    try {
      List<String> command =
          new Getopt(LETTERS, Map.of(), permutes).<EndException>read(arguments, options::take);
      if (command.isEmpty()) {
        return new Reading.Text(USAGE, true, WRONG);
      }
      options.take(environment);
      return options.run(command);
    } catch (EndException e) {
      return e.text;
    } catch (Getopt.WrongException e) {
      return new Reading.Text("tini: " + e.getMessage() + "\n" + USAGE, true, WRONG);
    }
  }

  private void take(Getopt.Option option) throws EndException {
    String argument = option.argument() == null ? "" : option.argument();
    switch (option.letter()) {
      case 'h' -> throw new EndException(new Reading.Text(USAGE, false, 0));
      case 'l' -> throw new EndException(new Reading.Text(LICENSE, false, 0));
      case 's' -> adopts = true;
      case 'v' -> verbosity++;
      case 'w' -> warns = true;
      case 'g' -> toGroup = true;
      case 'p' -> parentDeath = signal(argument);
      default -> exits = exits.with(status(argument), 0);
    }
  }

  /// A name in capitals, with its prefix; others are not known.
  private Signal signal(String name) throws EndException {
    for (Signal signal : Signal.values()) {
      if (!signal.isRealTime()
          && !WITHOUT_NAME.contains(signal)
          && signal.fullName().equals(name)) {
        return signal;
      }
    }
    throw invalid('p', name);
  }

  private int status(String text) throws EndException {
    Long status = CNumbers.whole(text);
    if (status == null || status < 0 || status >= STATUSES) {
      throw invalid('e', text);
    }
    return status.intValue();
  }

  private EndException invalid(char option, String argument) {
    String line = "[FATAL tini (" + pid + ")] Not a valid option for -" + option + ": ";
    return new EndException(new Reading.Text(line + argument + "\n", true, WRONG));
  }

  /// The variables count after the options.
  private void take(Map<String, String> environment) {
    adopts |= environment.containsKey("TINI_SUBREAPER");
    toGroup |= environment.containsKey("TINI_KILL_PROCESS_GROUP");
    String level = environment.get("TINI_VERBOSITY");
    if (level != null) {
      verbosity = CNumbers.leading(level);
    }
  }

  private Reading run(List<String> command) {
    RunPlan.Passing passing =
        new RunPlan.Passing(toGroup, Rewrites.NONE, OWN, SignalSet.none(), false, false);
    RunPlan.Ending ending = new RunPlan.Ending(null, false, null, exits, false);
    RunPlan.Duties duties = new RunPlan.Duties(adopts, null, parentDeath, false);
    return new Reading.Run(
        new RunPlan(command, RunPlan.Place.GROUP, passing, ending, duties),
        verbosity,
        warns,
        List.of());
  }
}
