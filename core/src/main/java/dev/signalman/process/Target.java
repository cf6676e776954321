package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import java.time.Duration;

/// Processes that signals can be sent to, held so that a signal never reaches others: a [Child], a
/// [ProcessGroup], or an [OtherProcess].
///
/// ```java
/// Stopping end = server.group().stop(StopPlan.within(Duration.ofSeconds(10)));
/// if (end.isForced()) {
///   System.err.println("the server had to be killed");
/// }
/// ```
public sealed interface Target permits Child, ProcessGroup, OtherProcess {
  /// Sends a signal.
  ///
  /// @return false if there is no process left, so that nothing was sent
  /// @throws PosixException EPERM if this process may not signal it
  boolean send(Signal signal) throws PosixException;

  /// Waits until all processes of this target have ended, but at most for `limit`. A zombie counts
  /// as ended.
  ///
  /// @return whether all have ended
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  boolean awaitEnd(Duration limit) throws InterruptedException;

  /// Sends the CONT that follows a signal. In portable mode none can be sent, and a stopped process
  /// has to be killed.
  private boolean sendAfterwards(Signal signal) throws PosixException {
    try {
      return send(signal);
    } catch (UnsupportedOperationException _) {
      return true;
    }
  }

  /// KILL is sent again each second. It reaches processes that joined a group meanwhile, and fails
  /// with EPERM if the rest of the group may not be signalled.
  private boolean awaitEndByKill() throws PosixException, InterruptedException {
    boolean ended = awaitEnd(Duration.ofSeconds(1));
    while (!ended) {
      ended = !send(Signal.KILL) || awaitEnd(Duration.ofSeconds(1));
    }
    return true;
  }

  /// Carries out a plan: sends its signals, and waits after each of them. Returns as soon as all
  /// processes have ended, or when the plan is over. If a killed process hangs in the kernel and
  /// cannot end, this waits for it without a limit.
  ///
  /// @return the last state of the plan: [Stopping.State#ENDED], or [Stopping.State#LEFT] if the
  ///   plan does not kill
  /// @throws PosixException EPERM if this process may not signal it, or the rest of a group
  /// @throws UnsupportedOperationException for a group whose first process has been waited for,
  ///   before Linux 6.9: it is out of reach then
  /// @throws InterruptedException if the thread is interrupted before or while it waits; the rest
  ///   of the plan is not carried out
  default Stopping stop(StopPlan plan) throws PosixException, InterruptedException {
    Stopping now = plan.begin(System.nanoTime());
    while (!now.isOver()) {
      boolean there = true;
      for (int i = 0; i < now.signals().size(); i++) {
        there = i == 0 ? send(now.signals().get(i)) : sendAfterwards(now.signals().get(i));
      }
      boolean ended =
          !there
              || (now.isForced()
                  ? awaitEndByKill()
                  : awaitEnd(Duration.ofNanos(now.untilNext(System.nanoTime()))));
      now = now.next(System.nanoTime(), ended);
    }
    return now;
  }
}
