package dev.signalman.cli.run;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.run.Turn.Act;
import dev.signalman.cli.run.Turn.Kind;
import dev.signalman.process.StopPlan;
import dev.signalman.process.Stopping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The state of a run: a value, without processes and without a clock. The result of each event is
/// a [Turn]: the next state, and the actions.
final class RunState {
  /// How long after KILL descendants may still be there: the kernel may hold them. `run` ends
  /// within a second after KILL.
  static final long PATIENCE = 800_000_000;

  /// The status while the program runs, and if it could not be ended.
  private static final int KILLED = 128 + 9;

  enum Phase {
    /// The program runs.
    PROGRAM,
    /// The program has ended, and others of its descendants are waited for.
    REST,
    /// The run is over.
    OVER
  }

  private final RunPlan plan;
  private final Phase phase;

  /// Signals whose next instance is not passed on.
  private final SignalSet overlooked;

  /// Signals that found the program gone, whose end is not known yet.
  private final List<SignalInfo> missed;

  /// From the first TERM on, if there is a time until KILL.
  private final @Nullable Stopping stopping;

  private final long killed;
  private final int status;

  private RunState(
      RunPlan plan,
      Phase phase,
      SignalSet overlooked,
      List<SignalInfo> missed,
      @Nullable Stopping stopping,
      long killed,
      int status) {
    this.plan = plan;
    this.phase = phase;
    this.overlooked = overlooked;
    this.missed = missed;
    this.stopping = stopping;
    this.killed = killed;
    this.status = status;
  }

  /// The state before the start of the program.
  ///
  /// @param overlooked signals of which one instance each is not passed on
  static RunState begin(RunPlan plan, SignalSet overlooked) {
    return new RunState(plan, Phase.PROGRAM, overlooked, List.of(), null, 0, KILLED);
  }

  Phase phase() {
    return phase;
  }

  /// The status to end with: that of the program, as [RunPlan.Ending#exits] has it.
  int status() {
    return status;
  }

  /// Whether KILL has been sent to all.
  boolean isForced() {
    return stopping != null && stopping.isForced();
  }

  /// A signal has come.
  ///
  /// @param now the time in nanoseconds
  Turn received(Signal signal, long now) {
    if (phase == Phase.OVER) {
      return quiet();
    }
    if (overlooked.contains(signal)) {
      RunState next =
          new RunState(plan, phase, overlooked.without(signal), missed, stopping, killed, status);
      return new Turn(next, List.of(new Act(Kind.OVERLOOK, signal, null)));
    }
    List<Act> acts = new ArrayList<>(3);
    Signal as = plan.passing().rewrites().of(signal);
    RunState next = this;
    if (as == null) {
      acts.add(new Act(Kind.DROP, signal, null));
    } else {
      acts.add(new Act(Kind.PASS, signal, as));
      if (signal == Signal.TERM) {
        next = asked(now);
        if (plan.passing().resumes()) {
          acts.add(new Act(Kind.SEND, null, Signal.CONT));
        }
      }
    }
    if (plan.passing().suspending().contains(signal)) {
      acts.add(new Act(Kind.SUSPEND, signal, null));
    }
    return new Turn(next, acts);
  }

  /// The time until KILL runs from the first TERM.
  private RunState asked(long now) {
    Duration grace = plan.ending().killAfter();
    return grace == null || stopping != null
        ? this
        : new RunState(
            plan, phase, overlooked, missed, StopPlan.killAfter(grace).begin(now), killed, status);
  }

  /// A signal has found the program gone. It is for the processes that the program leaves.
  RunState missed(SignalInfo info) {
    if (phase != Phase.PROGRAM) {
      return this;
    }
    List<SignalInfo> all = new ArrayList<>(missed);
    all.add(info);
    return new RunState(plan, phase, overlooked, List.copyOf(all), stopping, killed, status);
  }

  /// The program has ended.
  ///
  /// @param exit its status as a shell shows it
  /// @param othersLeft whether this process has other children: the program's descendants
  Turn ended(int exit, boolean othersLeft) {
    if (phase != Phase.PROGRAM) {
      return quiet();
    }
    List<Act> acts = new ArrayList<>(2);
    int status = plan.ending().exits().of(exit);
    boolean waits = othersLeft && (plan.ending().waitAll() || stopping != null);
    Signal last = plan.ending().last();
    if (waits && stopping != null && !stopping.isForced()) {
      last = Signal.TERM; // the request to end is for them, too, and they may not have got it
    }
    if (last != null) {
      acts.addAll(toLeft(last, null));
    }
    if (waits) {
      for (SignalInfo info : missed) {
        // With a limit of time TERM has just gone to them, or KILL has gone before.
        if (stopping == null || info.signal() != Signal.TERM) {
          acts.addAll(toLeft(info.signal(), info));
        }
      }
    } else {
      acts.add(new Act(Kind.END));
    }
    Phase next = waits ? Phase.REST : Phase.OVER;
    return new Turn(
        new RunState(plan, next, overlooked, List.of(), stopping, killed, status), acts);
  }

  /// @param missed the signal as it came, or null if none did
  private List<Act> toLeft(Signal signal, @Nullable SignalInfo missed) {
    Signal as = plan.passing().rewrites().of(signal);
    if (as == null) {
      return List.of(new Act(Kind.DROP, signal, null));
    }
    Act send = new Act(Kind.SEND, signal, as, missed);
    boolean resumes = signal == Signal.TERM && plan.passing().resumes();
    return resumes ? List.of(send, new Act(Kind.SEND, null, Signal.CONT)) : List.of(send);
  }

  /// No descendant of the program is left.
  Turn othersEnded() {
    return phase == Phase.REST ? over(new Act(Kind.END)) : quiet();
  }

  private Turn over(Act... acts) {
    return new Turn(
        new RunState(plan, Phase.OVER, overlooked, List.of(), stopping, killed, status),
        List.of(acts));
  }

  /// Some time has passed.
  Turn elapsed(long now) {
    if (phase == Phase.OVER || stopping == null) {
      return quiet();
    }
    if (stopping.isForced()) {
      return now - killed >= PATIENCE ? over(new Act(Kind.ABANDON), new Act(Kind.END)) : quiet();
    }
    Stopping next = stopping.next(now, false);
    boolean forced = next.isForced();
    RunState after =
        new RunState(plan, phase, overlooked, missed, next, forced ? now : killed, status);
    return new Turn(after, forced ? List.of(new Act(Kind.KILL)) : List.of());
  }

  /// The time until [#elapsed] is due, in nanoseconds; `Long.MAX_VALUE` for never.
  long untilNext(long now) {
    if (phase == Phase.OVER || stopping == null) {
      return Long.MAX_VALUE;
    }
    return stopping.isForced() ? Math.max(0, PATIENCE - (now - killed)) : stopping.untilNext(now);
  }

  private Turn quiet() {
    return new Turn(this, List.of());
  }
}
