package dev.signalman.signal;

import dev.signalman.PosixException;
import dev.signalman.SignalInfo;
import dev.signalman.internal.engine.Source;
import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.internal.kernel.Uncaught;
import dev.signalman.internal.wait.Poller;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Reads the signals of a source and dispatches them, in one thread at a time, so that they keep
/// their order: in the handler thread while it has nothing to handle, else in the reader thread.
///
/// Only the reader thread calls executors that are not of this library: such a call may take long,
/// or run the handler itself, and the handler thread must not keep other handlers waiting.
///
/// # The hand-over
///
/// The thread that holds [#turn] reads, and no other. There are three situations:
///
/// | the handler thread | the reader thread |
/// |---|---|
/// | does not exist yet, or an executor is in use | holds the turn, and waits in the source |
/// | is idle: it holds the turn, and waits in the source | sleeps in [Source.Standby#await], disarmed |
/// | runs handlers, without the turn | sleeps in the armed standby poller, and reads when a signal comes |
///
/// No signal is forgotten, because of four rules:
///
/// 1. A signal that was taken from the source and not dispatched is in [#pending], or in the
///    source's own buffer ([Source#hasRead]). Both are used only by the thread with the turn, and
///    come before anything that is read later.
/// 2. A thread that wants the turn says so in [#wanted] first, then tries the lock, and if that
///    fails wakes the source. A wake-up stays until a wait uses it up. So the thread with the turn
///    either has not looked at [#wanted] yet, or its wait ends.
/// 3. A thread that gives the turn up unparks [#wanted]. If something is left to dispatch, or the
///    end is asked for, it wakes the standby poller: the reader thread then tries the lock.
/// 4. The standby poller is armed before handlers run, and reports what could be read before, too.
///    It is disarmed before the handler thread reads again: else it would wake the reader thread
///    for each signal, which would find the turn taken.
///
/// A wake-up too many is harmless: both threads check everything again when they wake.
final class Reading implements DaemonThread.Turn {
  /// After this many signals the handler thread returns to its handlers.
  private static final int BATCH = 64;

  /// The two threads that read.
  enum Caller {
    READER,
    HANDLER
  }

  /// The target of the signals that are read.
  interface Target {
    /// Hands a signal to all its receivers.
    ///
    /// @param caller the calling thread
    /// @return false, with nothing done, if that would have to call an executor that is not of this
    ///   library
    boolean dispatch(SignalInfo info, Caller caller);

    /// Whether an executor that is not of this library may have to be called.
    boolean hasExecutors();

    /// Called in the handler thread once it has handled all signals.
    void handled();

    /// Called in the reader thread after [#askToEnd]: whether nothing will be read any more. If
    /// true, that is final.
    boolean mayEnd();

    /// Takes a signal that has no receiver and was not read before the end.
    void left(SignalInfo info);

    /// Loads the classes that the first signal needs, in the reader thread and before that signal
    /// comes.
    void prepare();
  }

  /// The work of the handler thread besides reading.
  interface Worker {
    /// Whether there is nothing to handle.
    boolean isIdle();

    /// Handles the waiting signals.
    void work();
  }

  private final Source source;
  private final Target target;
  private final Source.Standby lookout;
  private final ReentrantLock turn = new ReentrantLock();

  /// For the reader thread.
  private boolean prepared;

  /// A signal that was read but not dispatched, left for the reader thread. Guarded by [#turn].
  private @Nullable SignalInfo pending;

  /// The handler thread, if it waits for its turn.
  private volatile @Nullable Thread wanted;

  private volatile boolean handling;

  /// Whether the reader thread has to ask if it may end: the handler thread then leaves the turn to
  /// it.
  private volatile boolean ending;

  private volatile boolean ended;

  /// @throws PosixException if the process is out of descriptors
  Reading(Source source, Target target) throws PosixException {
    this.source = source;
    this.target = target;
    this.lookout = source.standby();
  }

  /// One turn of the reader thread. It continues as long as anything may come: the process must
  /// still hear TERM after it has run out of memory.
  @Override
  public boolean turn() throws InterruptedException {
    if (ended) { // and close() has thrown
      close();
      return false;
    }
    if (!prepared) {
      prepared = true;
      target.prepare();
    }
    readUntilWanted();
    if (ending && turn.tryLock()) {
      try {
        return !end();
      } finally {
        turn.unlock();
        LockSupport.unpark(wanted);
      }
    } // else, on ending, the handler thread has the turn and wakes this one when done
    lookout.await();
    return true;
  }

  private boolean end() {
    if (hasMore()) {
      return false; // the pending signal comes first
    }
    if (!target.mayEnd()) {
      ending = false;
      return false;
    }
    ended = true;
    close();
    return true;
  }

  /// Makes the reader thread ask whether it may end.
  void askToEnd() {
    ending = true;
    source.wake();
    lookout.wake();
  }

  /// Whether nothing is read any more.
  boolean hasEnded() {
    return ended;
  }

  /// Whether the handler thread is at work.
  boolean isHandling() {
    return handling;
  }

  /// Closes the descriptors.
  void close() {
    lookout.close();
    source.close(() -> {}, target::left);
  }

  private void readUntilWanted() {
    if (!turn.tryLock()) {
      return;
    }
    try {
      while ((wanted == null && !ending) || hasMore()) {
        dispatchAll(Caller.READER, Poller.Idle.SLEEP);
      }
    } finally {
      turn.unlock();
      LockSupport.unpark(wanted);
    }
  }

  /// In the handler thread: reads as long as there is nothing to handle.
  ///
  /// @return false if it is not its turn; then this thread is unparked when it is, or when all ends
  boolean readWhileIdle(Worker worker) {
    if (ending) {
      wanted = Thread.currentThread();
      lookout.wake();
      return false;
    }
    if (target.hasExecutors()) {
      wanted = null;
      lookout.wake();
      return false;
    }
    if (!claimTurn()) {
      return false;
    }
    boolean more = true;
    try {
      Poller.Idle idle = Poller.Idle.SPIN_FIRST; // the next signal is most often for this thread
      while (worker.isIdle() && pending == null && !ending) {
        dispatchAll(Caller.HANDLER, idle);
        idle = Poller.Idle.SLEEP;
      }
      more = hasMore();
    } finally {
      turn.unlock();
      if (more || ending) {
        lookout.wake();
      }
    }
    return true;
  }

  private boolean claimTurn() {
    wanted = Thread.currentThread();
    if (!turn.tryLock()) {
      source.wake();
      return false;
    }
    wanted = null;
    return true;
  }

  /// In the handler thread: does the work that may take long; meanwhile the reader thread reads the
  /// signals.
  void handle(Worker worker) {
    wanted = null;
    handling = true;
    try {
      lookout.begin();
      worker.work();
    } finally {
      lookout.end(); // before this thread reads, or the other would wait for a turn
      handling = false;
      target.handled();
    }
  }

  private boolean hasMore() {
    return pending != null || source.hasRead();
  }

  /// Waits for a signal, then dispatches it and those that were read with it.
  private void dispatchAll(Caller caller, Poller.Idle idle) {
    SignalInfo info = pending == null ? next(idle) : pending;
    pending = null;
    for (int count = 1; info != null; count++) {
      if (!dispatch(info, caller)) {
        pending = info;
        return;
      }
      if (caller == Caller.HANDLER && count == BATCH) {
        return;
      }
      info = takeRead();
    }
  }

  /// Does not wait if another thread waits for the turn. The remaining signal may then be a QUIT
  /// that the receiver passes on to the VM.
  private @Nullable SignalInfo next(Poller.Idle idle) {
    return wanted != null || ending ? takeRead() : take(idle);
  }

  private @Nullable SignalInfo take(Poller.Idle idle) {
    try {
      return source.take(idle);
    } catch (InterruptedException _) {
      return null; // DaemonThread says why; or a handler interrupted its thread
    } catch (Throwable e) {
      Uncaught.reportAndRest(e);
      return null;
    }
  }

  private @Nullable SignalInfo takeRead() {
    while (true) {
      try {
        return source.takeRead();
      } catch (Throwable e) { // the signal stays until there is memory for it
        Uncaught.reportAndRest(e);
      }
    }
  }

  private boolean dispatch(SignalInfo info, Caller caller) {
    try {
      return target.dispatch(info, caller);
    } catch (Throwable e) {
      Uncaught.reportAndRest(e);
      return true;
    }
  }
}
