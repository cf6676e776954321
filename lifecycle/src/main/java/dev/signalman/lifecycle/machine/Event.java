package dev.signalman.lifecycle.machine;

import dev.signalman.Signal;

/// An event in the life of a program that stops, or that has to stop.
public sealed interface Event {
  /// A signal that asks for a stop.
  ///
  /// @param at when it was read: the step may come later, and two signals' steps close together
  record SignalCame(Signal signal, Sender sender, long at) implements Event {}

  /// The program asks for a stop, or is closed.
  record Asked(Trigger trigger) implements Event {}

  /// The program asks that the stop be forced.
  record ForceAsked() implements Event {}

  /// The VM has begun to run its shutdown hooks, ours included.
  ///
  /// @param trigger [Trigger#EXIT] or [Trigger#MAIN_ENDED]
  record ExitBegan(Trigger trigger) implements Event {}

  /// The thread of a task runs it now.
  record TaskBegan(int task) implements Event {}

  /// A task has returned or thrown.
  record TaskEnded(int task, boolean failed) implements Event {}

  /// The abort of a task has returned or thrown.
  record AbortEnded(int task) implements Event {}

  /// The listeners have been told.
  ///
  /// @param status the exit status that the program chose
  record Reported(int status) implements Event {}

  /// Only time has passed.
  record Tick() implements Event {}
}
