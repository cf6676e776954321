package dev.signalman.lifecycle.machine;

/// An action that the machine demands.
public sealed interface Effect {
  /// The program is not ready any more; the service manager is told that it stops.
  record Drain(Trigger trigger) implements Effect {}

  /// No work is accepted any more.
  record CloseIntake() implements Effect {}

  /// A stage has begun.
  record StageBegan(String stage) implements Effect {}

  /// A stage is over.
  record StageEnded(String stage) implements Effect {}

  /// Run a task in its own virtual thread.
  record StartTask(int task) implements Effect {}

  /// Run a task in a platform thread unless it has begun: no virtual thread gets to run.
  record StartElsewhere(int task) implements Effect {}

  /// Interrupt a task; if it has not begun, it must not begin.
  record Interrupt(int task) implements Effect {}

  /// Run the abort of a task.
  record Abort(int task) implements Effect {}

  /// Show where a task is.
  ///
  /// @param percent how much of its time is over
  record Look(int task, int percent) implements Effect {}

  /// Tell which tasks are still awaited.
  record Progress() implements Effect {}

  /// The stages are over: tell the listeners, and find out the exit status.
  ///
  /// @param status the one that holds unless the program chooses another
  record Report(int status) implements Effect {}

  /// Let our shutdown hook return.
  record ReleaseHook() implements Effect {}

  /// Exit the VM.
  record Exit(int status) implements Effect {}

  /// Show the shutdown hooks that still run.
  record ShowHooks() implements Effect {}

  /// Halt the VM, without waiting for anything.
  record Halt(int status) implements Effect {}

  /// Give the signals back: the process continues.
  record Close() implements Effect {}
}
