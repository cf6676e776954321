package dev.signalman.cli.run;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command line of `run` says.
///
/// @param toGroup whether signals go to the program's whole group
/// @param rewrites what signals become
/// @param killAfter the time from the first TERM until KILL; null for never
/// @param waitAll whether all descendants are waited for
/// @param exits what the program's status becomes
/// @param parentDeath the signal for the program if `run` ends first, or null
/// @param json whether events are written as JSON
/// @param verbose whether events are written as lines
/// @param command the program and its arguments
record RunOptions(
    boolean toGroup,
    Rewrites rewrites,
    @Nullable Duration killAfter,
    boolean waitAll,
    ExitMap exits,
    @Nullable Signal parentDeath,
    boolean json,
    boolean verbose,
    List<String> command) {

  RunPlan plan() {
    RunPlan.Passing passing =
        new RunPlan.Passing(toGroup, rewrites, SignalSet.none(), SignalSet.none(), false, true);
    RunPlan.Ending ending = new RunPlan.Ending(killAfter, waitAll, null, exits, true);
    RunPlan.Duties duties = new RunPlan.Duties(true, parentDeath, null, false);
    return new RunPlan(command, RunPlan.Place.GROUP, passing, ending, duties);
  }
}
