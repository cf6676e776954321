package dev.signalman.observe;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import java.time.Duration;

/// Is told what happens to signals, children and the stop of this program. All methods do nothing
/// unless overridden.
///
/// ```java
/// Registration told = Observers.add(new Observer() {
///   @Override public void dropped(Signal signal, long count, DropReason reason) {
///     log.warn("{} times {} was lost: {}", count, signal, reason);
///   }
/// });
/// ```
///
/// The methods are called in the threads where things happen, several at a time, and with locks of
/// the library held. So they must be quick: they must not wait, and must not receive signals or
/// start children themselves. What they throw stops nothing: the first exception of an observer
/// goes to the uncaught-exception handler of the thread, later ones of the same observer are
/// ignored.
public interface Observer {
  /// This program has taken over a signal.
  ///
  /// @param mode how it comes
  default void claimed(Signal signal, Mode mode) {}

  /// This program has given a signal back.
  default void released(Signal signal) {}

  /// A receiver gets a signal: a handler is about to be called, or a queue, a self-pipe or a wait
  /// is about to return it. A signal with several receivers is told once for each.
  ///
  /// @param waited how long the signal had waited in this process for its handler or in its queue,
  ///   in nanoseconds; negative if that was not measured: a self-pipe is read by its own user, and
  ///   a signal may have been read when there was no observer
  default void delivered(SignalInfo info, long waited) {}

  /// Signals were discarded.
  ///
  /// @param count how many since the last call. Those that found the pipe full are counted where no
  ///   Java code can run: they are told when their receiver reads the next signal, also if they
  ///   came before there was an observer
  default void dropped(Signal signal, long count, DropReason reason) {}

  /// Other code has replaced the handler of a signal that this program receives. Told once for each
  /// replacement, in a thread of its own; noticed when a receiver begins to wait or polls. See
  /// [dev.signalman.signal.Signals#onReplaced].
  ///
  /// @param received whether the signal is still received
  default void replaced(Signal signal, boolean received) {}

  /// A child was started.
  default void started(ChildStart child) {}

  /// A child has ended: told before its status can be asked for. If it was started before there was
  /// an observer, its start was not told.
  default void ended(ChildStart child, ChildEnd end) {}

  /// A stage of the stop has begun.
  default void stageBegan(String stage) {}

  /// A stage of the stop has ended, after its tasks.
  ///
  /// @param took from its begin to the end of its last task
  default void stageEnded(String stage, Duration took) {}

  /// A task of the stop has ended, or the time of its stage.
  ///
  /// @param state how it ended: the name of a `TaskState`
  /// @param took how long it ran
  default void taskEnded(String stage, String task, String state, Duration took) {}
}
