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

/// Speaks as dumb-init does, down to the words. All goes to standard error, most of it only with
/// its option `-v`.
final class DumbInitVoice implements Voice {
  private static final int NOT_STARTED = 2;
  private static final int CHILD_ENDED = 17;

  private final PrintStream err;
  private final boolean debugs;
  private final boolean session;

  DumbInitVoice(PrintStream err, Reading.Run run) {
    this.err = err;
    this.debugs = run.verbosity() > 0;
    this.session = run.plan().place() == RunPlan.Place.SESSION;
  }

  private void always(String text) {
    err.println("[dumb-init] " + text);
  }

  private void debug(String text) {
    if (debugs) {
      always(text);
    }
  }

  private static String reason(Errno errno) {
    return "(errno=" + errno.number() + " " + errno.description() + ").";
  }

  @Override
  public void leftTerminal(@Nullable Errno refused, boolean leader) {
    if (refused != null) {
      debug("Unable to detach from controlling tty " + reason(refused));
    } else if (leader) {
      debug("Detached from controlling tty, ignoring the first SIGHUP and SIGCONT we receive.");
    } else {
      debug("Detached from controlling tty, but was not session leader.");
    }
  }

  @Override
  public void started(Child child, @Nullable Errno terminalRefused) {
    debug("Child spawned with PID " + child.pid() + ".");
    if (session) {
      if (terminalRefused != null) {
        debug("Unable to attach to controlling tty " + reason(terminalRefused));
      }
      debug("setsid complete.");
    }
  }

  @Override
  public int notStarted(String program, NotStartedException reason) {
    Errno errno = reason.errno();
    always(program + ": " + (errno == null ? reason.getMessage() : errno.description()));
    return NOT_STARTED;
  }

  @Override
  public void leftDirectory(@Nullable Errno refused) {
    if (refused != null) {
      debug("Unable to chdir(\"/\") " + reason(refused));
    }
  }

  @Override
  public void received(SignalInfo info) {
    received(info.signal().number());
  }

  private void received(int number) {
    debug("Received signal " + number + ".");
  }

  @Override
  public void passed(
      @Nullable SignalInfo info, Signal from, Signal as, boolean rewritten, Relay.Result result) {
    translating(from, as.number(), rewritten);
    debug("Forwarded signal " + as.number() + " to children.");
  }

  private void translating(Signal from, int as, boolean rewritten) {
    if (rewritten) {
      debug("Translating signal " + from.number() + " to " + as + ".");
    }
  }

  @Override
  public void dropped(@Nullable SignalInfo info, Signal from) {
    translating(from, 0, true);
    debug("Not forwarding signal 0 to children (ignored).");
  }

  @Override
  public void overlooked(Signal signal) {
    debug("Ignoring tty hand-off signal " + signal.number() + ".");
  }

  @Override
  public void suspending() {
    debug("Suspending self due to TTY signal.");
  }

  @Override
  public void refused(PosixException reason) {
    always("Unable to forward a signal " + reason(reason.errno()));
  }

  @Override
  public void failed(Exception reason) {
    always(String.valueOf(reason.getMessage()));
  }

  @Override
  public void orphan(Orphan orphan) {
    if (debugs) { // there may be thousands
      received(CHILD_ENDED);
      told(orphan.pid(), orphan.status());
    }
  }

  private void told(int pid, ExitStatus status) {
    if (status instanceof ExitStatus.Exited exited) {
      debug("A child with PID " + pid + " exited with exit status " + exited.code() + ".");
    } else if (status instanceof ExitStatus.Killed killed) {
      debug("A child with PID " + pid + " was terminated by signal " + killed.number() + ".");
    }
  }

  @Override
  public void ended(Child child, ExitStatus status, int exit) {
    received(CHILD_ENDED);
    told(child.pid(), status);
  }

  @Override
  public int over(int status, long lost) {
    debug("Child exited with status " + status + ". Goodbye.");
    if (lost > 0) {
      always(lost + " signals were lost: too many waited for room in the queue of the child.");
    }
    return status;
  }
}
