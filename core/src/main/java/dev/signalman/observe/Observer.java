package dev.signalman.observe;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import java.time.Duration;

/// Gets calls for what happens to signals, children and the stop of this program. A method that is
/// not overridden does nothing.
///
/// ```java
/// Registration told = Observers.add(new Observer() {
///   @Override public void dropped(Signal signal, long count, DropReason reason) {
///     log.warn("{} times {} was lost: {}", count, signal, reason);
///   }
/// });
/// ```
///
/// The methods are called in the threads where the events happen, perhaps several at a time, and
/// with locks of the library held. So they must be quick: they must not wait, and must not receive
/// signals or start children themselves. An exception from a method changes nothing else. The first
/// exception of an observer goes to the uncaught-exception handler of the thread; later ones of the
/// same observer are ignored.
public interface Observer {
  /// This program has claimed a signal.
  ///
  /// @param mode how the signal comes
  default void claimed(Signal signal, Mode mode) {}

  /// This program has released a signal.
  default void released(Signal signal) {}

  /// A receiver gets a signal: a handler is about to be called, or a queue, a self-pipe or a wait
  /// is about to return it. There is one call for each receiver of a signal.
  ///
  /// @param waited how long the signal had waited in this process for its handler or in its queue,
  ///   in nanoseconds; negative if the time was not measured: the program reads a self-pipe itself,
  ///   and a signal may have been read when there was no observer
  default void delivered(SignalInfo info, long waited) {}

  /// Signals were discarded.
  ///
  /// @param count how many since the last call. The handler code counts signals that find the pipe
  ///   full, and cannot call Java. So the call for them comes when their receiver reads the next
  ///   signal, and includes signals from before there was an observer
  default void dropped(Signal signal, long count, DropReason reason) {}

  /// Other code has replaced the handler of a signal that this program receives. There is one call
  /// for each replacement, in a thread of its own. A replacement is noticed when a receiver begins
  /// to wait or polls. See [dev.signalman.signal.Signals#onReplaced].
  ///
  /// @param received whether the program still receives the signal
  default void replaced(Signal signal, boolean received) {}

  /// A child was started.
  default void started(ChildStart child) {}

  /// A child has ended. The call comes before the program can ask for its status. If the child was
  /// started before there was an observer, there was no call of [#started] for it.
  default void ended(ChildStart child, ChildEnd end) {}

  /// A stage of the stop has begun.
  default void stageBegan(String stage) {}

  /// A stage of the stop has ended, after its tasks.
  ///
  /// @param took the time from its beginning to the end of its last task
  default void stageEnded(String stage, Duration took) {}

  /// A task of the stop has ended, or the time of its stage.
  ///
  /// @param state how the task ended: the name of a `TaskState`
  /// @param took how long the task ran
  default void taskEnded(String stage, String task, String state, Duration took) {}
}
