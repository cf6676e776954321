package dev.signalman.cli.run;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to run, and how: the result of a command line. Immutable.
///
/// @param command the program and its arguments
/// @param place where the program is among groups and sessions
/// @param passing what happens with signals
/// @param ending what happens when the program has ended, or was asked to end
/// @param duties other work of this process
record RunPlan(List<String> command, Place place, Passing passing, Ending ending, Duties duties) {
  /// The group and session of the program.
  enum Place {
    /// A group of its own, in the foreground of the terminal, as with tini.
    GROUP,
    /// A session of its own, to which the terminal is handed over, as with dumb-init.
    SESSION,
    /// The group of this process.
    SAME
  }

  /// What happens with signals.
  ///
  /// @param toGroup whether they go to the program's whole group
  /// @param rewrites the rules that turn them into others
  /// @param untouched signals that act on this process instead
  /// @param suspending signals that also stop this process
  /// @param ignoredToo whether signals that were ignored at the start are passed on, and have their
  ///   default action in the program; otherwise they stay ignored in both
  /// @param resumes whether CONT follows TERM, so that a stopped program takes it
  record Passing(
      boolean toGroup,
      Rewrites rewrites,
      SignalSet untouched,
      SignalSet suspending,
      boolean ignoredToo,
      boolean resumes) {}

  /// What happens at the end.
  ///
  /// @param killAfter the time from the first TERM until KILL for all descendants; null for never
  /// @param waitAll whether this process waits for all descendants
  /// @param last the signal for the rest of the program's group once it has ended, or null
  /// @param exits what the program's status becomes
  /// @param bySignal whether this process ends by the signal that ended the program
  record Ending(
      @Nullable Duration killAfter,
      boolean waitAll,
      @Nullable Signal last,
      ExitMap exits,
      boolean bySignal) {}

  /// Other work of this process.
  ///
  /// @param adopts whether it becomes a subreaper, if it is not process 1
  /// @param programsParentDeath the signal for the program if this process ends first, or null
  /// @param ownParentDeath the signal for this process if its parent ends, or null
  /// @param leavesDirectory whether its own working directory becomes the root
  record Duties(
      boolean adopts,
      @Nullable Signal programsParentDeath,
      @Nullable Signal ownParentDeath,
      boolean leavesDirectory) {}
}
