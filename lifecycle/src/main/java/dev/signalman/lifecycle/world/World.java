package dev.signalman.lifecycle.world;

/// Stands for the process: its clock, its signals and its end. A lifecycle in a world has no
/// threads of its own, except for tasks, aborts and reloads, and changes nothing of the process.
public interface World {
  /// The time. It never goes backwards.
  long nanos();

  /// A lifecycle was opened.
  void opened(Inhabitant lifecycle);

  /// The program ends.
  void ended(int status);
}
