package dev.signalman.cli.run;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The command line of dumb-init 1.2.5, and its environment variables.
final class DumbInitOptions {
  private static final String LETTERS = "hvVcr:";
  private static final int LAST_SIGNAL = 31;
  private static final int WRONG = 1;
  private static final String NAME = "dumb-init";
  private static final String VERSION = "dumb-init v1.2.5 - signalman\n";
  private static final SignalSet JOB_CONTROL = SignalSet.of(Signal.TSTP, Signal.TTOU, Signal.TTIN);

  private static final String HELP =
      VERSION
          + """
          Usage: dumb-init [option] command [[arg] ...]

          dumb-init is a simple process supervisor that forwards signals to children.
          It is designed to run as PID1 in minimal container environments.

          Optional arguments:
             -c, --single-child   Run in single-child mode.
                                  In this mode, signals are only proxied to the
                                  direct child and not any of its descendants.
             -r, --rewrite s:r    Rewrite received signal s to new signal r before proxying.
                                  To ignore (not proxy) a signal, rewrite it to 0.
                                  This option can be specified multiple times.
             -v, --verbose        Print debugging information to stderr.
             -h, --help           Print this help message and exit.
             -V, --version        Print the current version and exit.

          Full help is available online at https://github.com/Yelp/dumb-init
          """;

  private static final String USAGE =
      """
      Usage: dumb-init [option] program [args]
      Try dumb-init --help for full usage.
      """;

  private static final String REWRITE_USAGE =
      """
      Usage: -r option takes <signum>:<signum>, where <signum> is between 1 and 31.
      This option can be specified multiple times.
      Use --help for full usage.
      """;

  private boolean debug;
  private boolean session = true;
  private Rewrites rewrites = Rewrites.NONE;
  private final List<String> notes = new ArrayList<>();

  private DumbInitOptions() {}

  /// An option that ends the reading.
  private static final class EndException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Reading.Text text;

    EndException(String text, int status) {
      super(text);
      this.text = new Reading.Text(text, true, status);
    }
  }

  /// Reads the arguments after the name.
  ///
  /// @param environment the variables of this process
  static Reading read(List<String> arguments, Map<String, String> environment) {
    DumbInitOptions options = new DumbInitOptions();
    try {
      List<String> command =
          new Getopt(LETTERS, names(), false).<EndException>read(arguments, options::take);
      if (command.isEmpty()) {
        return new Reading.Text(USAGE, true, WRONG);
      }
      options.take(environment);
      return options.run(command);
    } catch (EndException e) {
      return e.text;
    } catch (Getopt.WrongException e) {
      return new Reading.Text(NAME + ": " + e.getMessage() + "\n", true, WRONG);
    }
  }

  /// The variables count after the options.
  private void take(Map<String, String> environment) {
    if ("1".equals(environment.get("DUMB_INIT_DEBUG"))) {
      debug = true;
      notes.add("[dumb-init] Running in debug mode.");
    }
    if ("0".equals(environment.get("DUMB_INIT_SETSID"))) {
      session = false;
      if (debug) {
        notes.add("[dumb-init] Not running in setsid mode.");
      }
    }
  }

  private static Map<String, Character> names() {
    Map<String, Character> names = new LinkedHashMap<>();
    names.put("help", 'h');
    names.put("single-child", 'c');
    names.put("rewrite", 'r');
    names.put("verbose", 'v');
    names.put("version", 'V');
    return names;
  }

  private void take(Getopt.Option option) throws EndException {
    switch (option.letter()) {
      case 'h' -> throw new EndException(HELP, 0);
      case 'V' -> throw new EndException(VERSION, 0);
      case 'v' -> debug = true;
      case 'c' -> session = false;
      default -> rewrite(option.argument() == null ? "" : option.argument());
    }
  }

  /// Two numbers with a colon between them. More may follow, and is not looked at.
  private void rewrite(String text) throws EndException {
    CNumbers.Found from = CNumbers.at(text, 0);
    CNumbers.Found to = from == null ? null : afterColon(text, from.end());
    if (from == null || to == null || !isSignal(from, 1) || !isSignal(to, 0)) {
      throw new EndException(REWRITE_USAGE, WRONG);
    }
    int target = (int) to.value();
    rewrites = rewrites.with(Signal.of((int) from.value()), target == 0 ? null : Signal.of(target));
  }

  private static CNumbers.@Nullable Found afterColon(String text, int place) {
    boolean there = place < text.length() && text.charAt(place) == ':';
    return there ? CNumbers.at(text, place + 1) : null;
  }

  private static boolean isSignal(CNumbers.Found number, int least) {
    int value = (int) number.value(); // as scanf(3) stores it
    return value >= least && value <= LAST_SIGNAL;
  }

  private Reading run(List<String> command) {
    if (session) {
      // A session has no parent that could continue it, so the kernel does not stop it by these.
      for (Signal signal : JOB_CONTROL) {
        if (!rewrites.include(signal)) {
          rewrites = rewrites.with(signal, Signal.STOP);
        }
      }
    }
    RunPlan.Passing passing =
        new RunPlan.Passing(session, rewrites, SignalSet.none(), JOB_CONTROL, true, false);
    RunPlan.Ending ending = new RunPlan.Ending(null, false, Signal.TERM, ExitMap.NONE, false);
    RunPlan.Duties duties = new RunPlan.Duties(false, null, null, true);
    RunPlan.Place place = session ? RunPlan.Place.SESSION : RunPlan.Place.SAME;
    return new Reading.Run(
        new RunPlan(command, place, passing, ending, duties), debug ? 1 : 0, false, notes);
  }
}
