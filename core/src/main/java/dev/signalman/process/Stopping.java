package dev.signalman.process;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.Nanos;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A [StopPlan] at one moment: what to send now, and how long to wait then. It is a value: [#next]
/// gives the following one. It knows neither processes nor a clock.
///
/// ```java
/// Stopping now = plan.begin(System.nanoTime());
/// while (!now.isOver()) {
///   for (Signal signal : now.signals()) {
///     child.send(signal);
///   }
///   boolean ended = child.waitFor(Duration.ofNanos(now.untilNext(System.nanoTime()))) != null;
///   now = now.next(System.nanoTime(), ended);
/// }
/// ```
public final class Stopping {
  /// Signals that a stopped process takes at once.
  private static final SignalSet TAKEN_WHEN_STOPPED = SignalSet.of(Signal.KILL, Signal.CONT);

  /// A state of a plan.
  public enum State {
    /// The processes have been asked to end, and still have time.
    ASKED,
    /// KILL has been sent, and the processes have not all ended yet.
    KILLED,
    /// They have ended.
    ENDED,
    /// They have not ended, and the plan does not kill.
    LEFT,
    /// Nothing is known of them any more: they are a group whose first process has been waited for,
    /// before Linux 6.9, or the program has closed their [Target].
    UNKNOWN
  }

  private final StopPlan plan;
  private final int step;
  private final long begin;
  private final State state;
  private final boolean forced;
  private final List<Signal> signals;

  private Stopping(
      StopPlan plan, int step, long begin, State state, boolean forced, List<Signal> signals) {
    this.plan = plan;
    this.step = step;
    this.begin = begin;
    this.state = state;
    this.forced = forced;
    this.signals = signals;
  }

  static Stopping begin(StopPlan plan, long now) {
    return at(plan, 0, now);
  }

  private static Stopping at(StopPlan plan, int step, long now) {
    if (step < plan.steps().size()) {
      return new Stopping(
          plan, step, now, State.ASKED, false, sent(plan.steps().get(step).signal()));
    }
    return plan.kills()
        ? new Stopping(plan, step, now, State.KILLED, true, List.of(Signal.KILL))
        : new Stopping(plan, step, now, State.LEFT, false, List.of());
  }

  private static List<Signal> sent(@Nullable Signal signal) {
    if (signal == null) {
      return List.of();
    }
    return TAKEN_WHEN_STOPPED.contains(signal) ? List.of(signal) : List.of(signal, Signal.CONT);
  }

  /// The state after some time.
  ///
  /// @param now the time in nanoseconds, by the clock of [StopPlan#begin]
  /// @param ended whether all processes have ended
  public Stopping next(long now, boolean ended) {
    if (isOver()) {
      return quiet();
    }
    if (ended) {
      return new Stopping(plan, step, begin, State.ENDED, forced, List.of());
    }
    if (untilNext(now) > 0) {
      return quiet();
    }
    return at(plan, step + 1, now);
  }

  /// The state in which KILL is sent at once, unless it was sent already or all is over.
  public Stopping hurry(long now) {
    return isOver() || forced
        ? quiet()
        : new Stopping(plan, step, now, State.KILLED, true, List.of(Signal.KILL));
  }

  /// The last state of a plan whose processes can no longer be reached, unless all was over.
  public Stopping outOfReach() {
    return isOver() ? quiet() : new Stopping(plan, step, begin, State.UNKNOWN, forced, List.of());
  }

  private Stopping quiet() {
    return signals.isEmpty() ? this : new Stopping(plan, step, begin, state, forced, List.of());
  }

  /// The signals to be sent on entering this state; empty if nothing has changed.
  public List<Signal> signals() {
    return signals;
  }

  /// The state.
  public State state() {
    return state;
  }

  /// Whether there is nothing more to send or to wait for.
  public boolean isOver() {
    return state == State.ENDED || state == State.LEFT || state == State.UNKNOWN;
  }

  /// Whether KILL has been sent.
  public boolean isForced() {
    return forced;
  }

  /// The time until the next signal is due, in nanoseconds. `Long.MAX_VALUE` means that only the
  /// end of the processes is waited for.
  public long untilNext(long now) {
    if (state != State.ASKED) {
      return Nanos.FOREVER;
    }
    long nanos = Nanos.ofTimeout(plan.steps().get(step).time());
    return nanos == Nanos.FOREVER ? nanos : Math.max(0, nanos - (now - begin));
  }

  @Override
  public String toString() {
    return "Stopping " + state + (signals.isEmpty() ? "" : ", sends " + signals);
  }
}
