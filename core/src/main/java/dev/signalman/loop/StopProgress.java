package dev.signalman.loop;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.process.Stopping;

/// Callbacks of [EventLoop#stop], in the loop's thread.
@FunctionalInterface
public interface StopProgress {
  /// The plan is over.
  ///
  /// @param end the last state: [Stopping.State#ENDED]; [Stopping.State#LEFT] if the plan does not
  ///   kill; [Stopping.State#KILLED] if the rest of a group may not be signalled, even by KILL;
  ///   [Stopping.State#UNKNOWN] if the target is out of reach
  void over(Stopping end);

  /// A signal of the plan was sent.
  ///
  /// @param signal the signal; not the CONT that follows others
  default void sent(Signal signal) {}

  /// A signal could not be sent; the plan continues. Unless overridden, the thread's
  /// uncaught-exception handler gets the reason.
  ///
  /// @param reason EPERM if the process belongs to another user, and so on
  default void refused(Signal signal, PosixException reason) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, reason);
  }
}
