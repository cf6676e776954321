package dev.signalman.cli.run;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Relay;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Orphan;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// Speaks as tini does, down to the words: warnings and failures go to standard error, the rest to
/// standard output. Where tini would leave, and its program alone, this tells the same and stays.
final class TiniVoice implements Voice {
  private static final int WARN = 1;
  private static final int INFO = 2;
  private static final int DEBUG = 3;
  private static final int TRACE = 4;
  private static final int NOT_FOUND = 127;
  private static final int NOT_RUNNABLE = 126;

  private final PrintStream out;
  private final PrintStream err;
  private final long pid;
  private final int verbosity;
  private final boolean warnsOfOrphans;
  private final ExitMap exits;
  private String program = "";

  /// @param pid of this process
  TiniVoice(PrintStream out, PrintStream err, long pid, Reading.Run run) {
    this.out = out;
    this.err = err;
    this.pid = pid;
    this.verbosity = run.verbosity();
    this.warnsOfOrphans = run.warnsOfOrphans();
    this.exits = run.plan().ending().exits();
    this.program = run.plan().command().getFirst();
  }

  private void fatal(String text) {
    err.println("[FATAL tini (" + pid + ")] " + text);
  }

  private void warn(String text) {
    if (verbosity >= WARN) {
      err.println("[WARN  tini (" + pid + ")] " + text);
    }
  }

  private void tell(int level, String name, String text) {
    if (verbosity >= level) {
      out.println("[" + name + " tini (" + pid + ")] " + text);
    }
  }

  private void info(String text) {
    tell(INFO, "INFO ", text);
  }

  private void debug(String text) {
    tell(DEBUG, "DEBUG", text);
  }

  private void trace(String text) {
    tell(TRACE, "TRACE", text);
  }

  @Override
  public void adopting() {
    trace("Registered as child subreaper");
  }

  @Override
  public void notAdopting() {
    warn(
        """
        Tini is not running as PID 1 and isn't registered as a child subreaper.
        Zombie processes will not be re-parented to Tini, so zombie reaping won't work.
        To fix the problem, use the -s option or set the environment variable TINI_SUBREAPER to \
        register Tini as a child subreaper, or run Tini as PID 1.\
        """);
  }

  @Override
  public void started(Child child, @Nullable Errno terminalRefused) {
    info("Spawned child process '" + program + "' with pid '" + child.pid() + "'");
  }

  @Override
  public int notStarted(String name, NotStartedException reason) {
    Errno errno = reason.errno();
    fatal(
        "exec " + name + " failed: " + (errno == null ? reason.getMessage() : errno.description()));
    int status = errno == null ? NotStartedException.RUNNER_FAILED : 1;
    if (Errno.ENOENT.equals(errno)) {
      status = NOT_FOUND;
    } else if (Errno.EACCES.equals(errno)) {
      status = NOT_RUNNABLE;
    }
    return exits.of(status);
  }

  @Override
  public void passed(
      @Nullable SignalInfo info, Signal from, Signal as, boolean rewritten, Relay.Result result) {
    debug("Passing signal: '" + as.description() + "'");
    if (result == Relay.Result.GONE) {
      warn("Child was dead when forwarding signal");
    }
  }

  @Override
  public void refused(PosixException reason) {
    fatal("Unexpected error when forwarding signal: '" + reason.errno().description() + "'");
  }

  @Override
  public void failed(Exception reason) {
    warn(String.valueOf(reason.getMessage()));
  }

  @Override
  public void orphan(Orphan orphan) {
    reaped(orphan.pid());
    if (warnsOfOrphans) {
      warn("Reaped zombie process with pid=" + orphan.pid());
    }
  }

  private void reaped(int child) {
    if (verbosity >= DEBUG) {
      debug("Received SIGCHLD");
      debug("Reaped child with pid: '" + child + "'");
    }
  }

  @Override
  public void ended(Child child, ExitStatus status, int exit) {
    reaped(child.pid());
    if (status instanceof ExitStatus.Killed killed) {
      info(
          "Main child exited with signal (with signal '"
              + Signal.description(killed.number())
              + "')");
    } else if (status instanceof ExitStatus.Exited) {
      info("Main child exited normally (with status '" + exit + "')");
    } else {
      fatal("Main child exited for unknown reason");
    }
  }

  @Override
  public int over(int status, long lost) {
    trace("No child to wait");
    trace("Exiting: child has exited");
    if (lost > 0) {
      warn(lost + " signals were lost: too many waited for room in the queue of the child");
    }
    if (out.checkError()) {
      warn("standard output cannot be written");
    }
    return status;
  }
}
