package dev.signalman.process;

import dev.signalman.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How to end processes: signals that ask them to end, each followed by a time to wait, and KILL at
/// the last.
///
/// ```java
/// StopPlan patient = StopPlan.first(Signal.INT, Duration.ofSeconds(2)).then(Signal.TERM, Duration.ofSeconds(5));
/// server.stop(patient); // INT, after 2 s TERM, after 5 s more KILL
/// ```
///
/// CONT follows each signal, because a stopped process does not take a signal before it continues.
/// [Target#stop] carries a plan out and waits; [dev.signalman.loop.EventLoop#stop] does so in a
/// loop. [#begin] returns the state machine alone.
///
/// @param steps the signals in their order
/// @param kills whether KILL follows the last step
public record StopPlan(List<Step> steps, boolean kills) {
  /// One signal of a plan.
  ///
  /// @param signal the signal, or null to send nothing and only wait
  /// @param time the time that the processes have afterwards; longer than 292 years means for ever
  public record Step(@Nullable Signal signal, Duration time) {
    /// @throws IllegalArgumentException if the time is negative
    public Step {
      if (time.isNegative()) {
        throw new IllegalArgumentException("the time to end cannot be negative: " + time);
      }
    }
  }

  /// Copies the list.
  public StopPlan {
    steps = List.copyOf(steps);
  }

  /// TERM, and KILL after `grace`.
  public static StopPlan within(Duration grace) {
    return first(Signal.TERM, grace);
  }

  /// A plan that begins with `signal`; KILL follows after `wait`, unless [#then] adds a step.
  public static StopPlan first(Signal signal, Duration wait) {
    return new StopPlan(List.of(new Step(Objects.requireNonNull(signal, "signal"), wait)), true);
  }

  /// KILL after `wait`, for processes that have been asked to end already.
  public static StopPlan killAfter(Duration wait) {
    return new StopPlan(List.of(new Step(null, wait)), true);
  }

  /// KILL at once.
  public static StopPlan kill() {
    return new StopPlan(List.of(), true);
  }

  /// The same plan with one more signal before KILL.
  public StopPlan then(Signal signal, Duration wait) {
    List<Step> longer = new ArrayList<>(steps);
    longer.add(new Step(Objects.requireNonNull(signal, "signal"), wait));
    return new StopPlan(longer, kills);
  }

  /// The same plan without KILL: processes that do not end stay.
  public StopPlan withoutKill() {
    return new StopPlan(steps, false);
  }

  /// Begins the plan: a state machine that sends nothing itself.
  ///
  /// @param now the time in nanoseconds, by any clock that does not go back
  public Stopping begin(long now) {
    return Stopping.begin(this, now);
  }
}
