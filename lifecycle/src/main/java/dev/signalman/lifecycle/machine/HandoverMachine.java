package dev.signalman.lifecycle.machine;

import java.util.List;

/// How a program hands over to another process of its own, as a pure function. A time of 0 between
/// ready and taken over is possible.
public final class HandoverMachine {
  /// How far the handover is.
  public enum Phase {
    /// This process serves alone.
    SERVING,
    /// The new process has been started, and has not said that it is ready.
    STARTING,
    /// Both serve: the new one has to run for a while without ending.
    SETTLING,
    /// The new one came too late, and has been killed; its end is awaited.
    ENDING,
    /// The new one serves, and this one stops.
    TAKEN_OVER,
    /// This process stops, and no other one has taken over.
    STOPPING
  }

  /// An event.
  public enum Event {
    /// A handover is requested.
    ASKED,
    /// The new process could not be started.
    NOT_STARTED,
    /// The new process says that it is ready.
    READY,
    /// The new process has ended.
    ENDED,
    /// Time has passed.
    TICK,
    /// This program begins to stop, for another reason.
    STOP
  }

  /// An action that the machine demands.
  public enum Effect {
    /// Start the new process.
    START,
    /// Refuse: a handover is in progress.
    REFUSE_BUSY,
    /// Refuse: this program stops.
    REFUSE_STOPPING,
    /// Kill the new process, which does not serve.
    KILL,
    /// Ask the new process, which serves, to end.
    ASK_TO_END,
    /// Stop this program in favour of the new one.
    TAKE_OVER,
    /// Tell that it failed: not started.
    FAILED_TO_START,
    /// Tell that it failed: ended before it was ready.
    FAILED_BY_END,
    /// Tell that it failed: ended soon after it was ready.
    FAILED_SOON,
    /// Tell that it failed: not ready in time.
    FAILED_LATE,
    /// Tell that it failed: this program stops.
    FAILED_BY_STOP,
    /// Tell that the process that has taken over is gone.
    LOST
  }

  /// The state.
  ///
  /// @param phase how far the handover is
  /// @param until the time of the next TICK that matters, in nanoseconds; [#NEVER] for none
  public record State(Phase phase, long until) {}

  /// A state and the actions that it demands.
  ///
  /// @param state the new state
  /// @param effects to be performed in order
  public record Step(State state, List<Effect> effects) {}

  /// The limits of one handover.
  ///
  /// @param start the nanoseconds from the start to ready
  /// @param settle the nanoseconds from ready to taken over
  public record Times(long start, long settle) {}

  /// No time.
  public static final long NEVER = Long.MAX_VALUE;

  /// Where it begins.
  public static final State SERVING = new State(Phase.SERVING, NEVER);

  private HandoverMachine() {}

  /// What an event leads to.
  ///
  /// @param now in nanoseconds; never goes backwards
  public static Step step(State state, Event event, Times times, long now) {
    return switch (state.phase()) {
      case SERVING -> serving(state, event, times, now);
      case STARTING -> starting(state, event, times, now);
      case SETTLING -> settling(state, event, now);
      case ENDING -> ending(state, event);
      case TAKEN_OVER -> takenOver(state, event);
      case STOPPING -> event == Event.ASKED ? same(state, Effect.REFUSE_STOPPING) : same(state);
    };
  }

  private static Step serving(State state, Event event, Times times, long now) {
    return switch (event) {
      case ASKED -> new Step(new State(Phase.STARTING, now + times.start()), List.of(Effect.START));
      case STOP -> to(Phase.STOPPING);
      case NOT_STARTED, READY, ENDED, TICK -> same(state); // of an earlier attempt
    };
  }

  private static Step starting(State state, Event event, Times times, long now) {
    return switch (event) {
      case ASKED -> same(state, Effect.REFUSE_BUSY);
      case NOT_STARTED -> to(Phase.SERVING, Effect.FAILED_TO_START);
      case READY ->
          times.settle() == 0
              ? to(Phase.TAKEN_OVER, Effect.TAKE_OVER)
              : new Step(new State(Phase.SETTLING, now + times.settle()), List.of());
      case ENDED -> to(Phase.SERVING, Effect.FAILED_BY_END);
      case TICK -> now < state.until() ? same(state) : to(Phase.ENDING, Effect.KILL);
      // Not KILL: it may be ready, and only its word not have come yet.
      case STOP -> to(Phase.STOPPING, Effect.ASK_TO_END, Effect.FAILED_BY_STOP);
    };
  }

  private static Step settling(State state, Event event, long now) {
    return switch (event) {
      case ASKED -> same(state, Effect.REFUSE_BUSY);
      case ENDED -> to(Phase.SERVING, Effect.FAILED_SOON);
      case TICK -> now < state.until() ? same(state) : to(Phase.TAKEN_OVER, Effect.TAKE_OVER);
      case STOP -> to(Phase.STOPPING, Effect.ASK_TO_END, Effect.FAILED_BY_STOP);
      case NOT_STARTED, READY -> same(state);
    };
  }

  private static Step ending(State state, Event event) {
    return switch (event) {
      case ASKED -> same(state, Effect.REFUSE_BUSY);
      case ENDED -> to(Phase.SERVING, Effect.FAILED_LATE);
      case STOP -> to(Phase.STOPPING, Effect.FAILED_BY_STOP);
      case NOT_STARTED, READY, TICK -> same(state);
    };
  }

  private static Step takenOver(State state, Event event) {
    return switch (event) {
      case ASKED -> same(state, Effect.REFUSE_STOPPING);
      case ENDED -> same(state, Effect.LOST);
      case STOP -> to(Phase.STOPPING, Effect.ASK_TO_END); // it came first: the whole program stops
      case NOT_STARTED, READY, TICK -> same(state);
    };
  }

  private static Step same(State state, Effect... effects) {
    return new Step(state, List.of(effects));
  }

  private static Step to(Phase phase, Effect... effects) {
    return new Step(new State(phase, NEVER), List.of(effects));
  }
}
