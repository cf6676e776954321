package dev.signalman.cli.program;

import dev.signalman.Cause;
import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import java.time.Duration;
import java.util.function.Consumer;

/// Passes signals on to a program: to its process, or to its whole group. A signal that was queued
/// with a value is queued with it again.
///
/// Real-time signals keep their order. If the queue of the program is full, they wait here, and are
/// tried again at intervals, as long as some wait. All happens in the thread of the loop.
public final class Relay {
  /// How many real-time signals wait for room at most.
  public static final int LIMIT = 1 << 17;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(16);

  /// The result of passing a signal on.
  public enum Result {
    /// It was sent.
    SENT,
    /// Nothing was there to send it to.
    GONE,
    /// It waits for room in the program's queue.
    KEPT,
    /// Too many wait for room already.
    LOST
  }

  private final EventLoop loop;
  private final Child child;
  private final boolean toGroup;
  private final Consumer<PosixException> refused;
  private final Kept kept = new Kept(LIMIT);

  /// @param toGroup whether signals go to the group that the child leads
  /// @param refused told why a signal that had to wait could not be sent in the end
  public Relay(EventLoop loop, Child child, boolean toGroup, Consumer<PosixException> refused) {
    this.loop = loop;
    this.child = child;
    this.toGroup = toGroup;
    this.refused = refused;
  }

  /// Passes a signal on.
  ///
  /// @param as the signal that is sent
  /// @throws PosixException EPERM if the program may not be signalled
  public Result pass(SignalInfo info, Signal as) throws PosixException {
    Kept.Entry entry = new Kept.Entry(as, info.cause() == Cause.QUEUE, info.value());
    if (as.isRealTime() && !kept.isEmpty()) {
      return keep(entry);
    }
    try {
      return send(entry) ? Result.SENT : Result.GONE;
    } catch (PosixException e) {
      if (!e.errno().equals(Errno.EAGAIN)) {
        throw e;
      }
    }
    Result result = keep(entry);
    retryAfter(FIRST_PAUSE);
    return result;
  }

  private Result keep(Kept.Entry entry) {
    return kept.add(entry) ? Result.KEPT : Result.LOST;
  }

  /// The number of signals that found no room.
  public long lost() {
    return kept.lost();
  }

  private void retryAfter(Duration pause) {
    loop.after(pause, () -> retry(pause));
  }

  private void retry(Duration pause) {
    boolean progress = false;
    Kept.Entry entry = kept.first();
    while (entry != null) {
      try {
        if (!send(entry)) {
          kept.clear(); // nobody is left to send them to
          return;
        }
      } catch (PosixException e) {
        if (e.errno().equals(Errno.EAGAIN)) {
          Duration longer = pause.multipliedBy(2);
          retryAfter(
              progress
                  ? FIRST_PAUSE
                  : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE);
          return;
        }
        refused.accept(e);
      }
      progress = true;
      kept.removeFirst();
      entry = kept.first();
    }
  }

  private boolean send(Kept.Entry entry) throws PosixException {
    if (!entry.valued()) {
      return send(entry.signal());
    }
    if (!toGroup) {
      return child.send(entry.signal(), entry.value());
    }
    try {
      return child.isAlive() && child.group().send(entry.signal(), entry.value());
    } catch (UnsupportedOperationException e) {
      return send(entry.signal()); // before Linux 6.9 a group gets no values
    }
  }

  /// Sends the program a signal that nobody sent to this process.
  ///
  /// @return whether the program still existed
  /// @throws PosixException EPERM if the program may not be signalled
  public boolean send(Signal signal) throws PosixException {
    return toGroup ? child.isAlive() && sendToLeft(signal) : child.send(signal);
  }

  /// The same, and also to what the program left in its group when it ended.
  ///
  /// @return whether somebody was there
  /// @throws PosixException EPERM if nobody there may be signalled
  public boolean sendToLeft(Signal signal) throws PosixException {
    if (!toGroup) {
      return child.send(signal);
    }
    try {
      return child.group().send(signal);
    } catch (UnsupportedOperationException e) {
      return false; // it has just ended, and before Linux 6.9 its group cannot be reached then
    }
  }
}
