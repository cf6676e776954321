package dev.signalman.cli.run;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Relay;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Orphan;
import org.jspecify.annotations.Nullable;

/// Reports the events of a run. Each method is called after the event, in the thread of the loop. A
/// voice never throws: a report must not keep a signal from the program.
interface Voice {
  /// No orphan will come to this process, so none can be waited for.
  default void notAdopting() {}

  /// This process asked for orphans, and now gets them.
  default void adopting() {}

  /// This process has tried to give up its terminal.
  ///
  /// @param refused why it could not, or null
  /// @param leader whether it was the leader of the session, which lost the terminal then
  default void leftTerminal(@Nullable Errno refused, boolean leader) {}

  /// The program runs.
  ///
  /// @param terminalRefused why its session has no terminal, or null
  default void started(Child child, @Nullable Errno terminalRefused) {}

  /// The program cannot be run.
  ///
  /// @return the status to end with
  /// @throws NotStartedException the same, to be reported as for any command
  int notStarted(String program, NotStartedException reason) throws NotStartedException;

  default void leftDirectory(@Nullable Errno refused) {}

  default void received(SignalInfo info) {}

  /// The signal that came, or our own one, was sent.
  ///
  /// @param info the signal that came; null if nobody sent it to this process
  /// @param from the signal before it was rewritten
  /// @param rewritten whether the command line says something about it
  default void passed(
      @Nullable SignalInfo info, Signal from, Signal as, boolean rewritten, Relay.Result result) {}

  /// The signal was dropped, as the command line says.
  default void dropped(@Nullable SignalInfo info, Signal from) {}

  default void overlooked(Signal signal) {}

  default void suspending() {}

  /// A signal could not be sent.
  void refused(PosixException reason);

  /// A failure that does not matter for the run.
  void failed(Exception reason);

  /// Whether [#orphan] looks at the name of an orphan. Otherwise it is empty.
  default boolean namesOrphans() {
    return false;
  }

  default void orphan(Orphan orphan) {}

  /// The program has ended.
  ///
  /// @param exit its status as a shell shows it
  default void ended(Child child, ExitStatus status, int exit) {}

  /// KILL is sent to all descendants.
  default void killing() {}

  /// Some descendants did not end although they got KILL.
  default void abandoned() {}

  /// The run is over.
  ///
  /// @param lost the number of signals that found no room
  /// @return the status to end with, which is another one if a report could not be written
  default int over(int status, long lost) {
    return status;
  }
}
