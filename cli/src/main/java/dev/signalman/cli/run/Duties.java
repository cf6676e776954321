package dev.signalman.cli.run;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.cli.proc.Jobs;
import dev.signalman.internal.init.ThisProcess;
import dev.signalman.signal.SignalMask;
import dev.signalman.signal.Signals;
import java.io.IOException;

/// Prepares this process before the program starts.
final class Duties {
  /// The signals that would stop this process when it writes to the terminal of its program.
  static final SignalSet OF_THE_TERMINAL = SignalSet.of(Signal.TTIN, Signal.TTOU);

  private final RunPlan plan;
  private final Voice voice;

  Duties(RunPlan plan, Voice voice) {
    this.plan = plan;
    this.voice = voice;
  }

  /// Prepares this process.
  ///
  /// @return the signals of which one instance each will come from the hand-over of the terminal
  SignalSet prepare() throws PosixException {
    // Blocked by the launcher, so that none is lost.
    SignalMask.unblock(plan.passing().untouched());
    Signal atParentsEnd = plan.duties().ownParentDeath();
    if (atParentsEnd != null) {
      // The launcher's pid is that of this process, and so is its parent.
      ThisProcess.signalAtParentsEnd(atParentsEnd, Integer.getInteger("signalman.parent", 0));
    }
    if (plan.duties().leavesDirectory() && findsItsClasses()) {
      voice.leftDirectory(ThisProcess.leaveDirectory());
    }
    return plan.place() == RunPlan.Place.SESSION ? leaveTerminal() : ignoreTerminal();
  }

  /// Whether the VM still finds its classes when it is in another directory.
  private static boolean findsItsClasses() {
    return System.getProperty("jdk.module.path", "/").startsWith("/");
  }

  private SignalSet leaveTerminal() {
    boolean leader = leadsSession();
    Errno refused = ThisProcess.leaveTerminal();
    voice.leftTerminal(refused, leader);
    return refused == null && leader ? SignalSet.of(Signal.HUP, Signal.CONT) : SignalSet.none();
  }

  private static boolean leadsSession() {
    try {
      return Jobs.current().leadsSession();
    } catch (IOException e) {
      return false; // no /proc: then two signals too many may come, and none is lost
    }
  }

  /// The program has the terminal's foreground, and this process may still write to it.
  private SignalSet ignoreTerminal() {
    if (plan.place() == RunPlan.Place.GROUP) {
      for (Signal signal : OF_THE_TERMINAL) {
        Signals.ignore(signal);
      }
    }
    return SignalSet.none();
  }

  /// Whether orphans can come to this process, because it is to adopt them, or they come anyway.
  boolean mayGetOrphans() throws PosixException {
    if (ThisProcess.getsOrphans()) {
      return true;
    }
    if (plan.duties().adopts()) {
      voice.adopting();
      return true;
    }
    voice.notAdopting();
    return false;
  }
}
