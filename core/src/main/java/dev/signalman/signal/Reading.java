package dev.signalman.signal;

import dev.signalman.PosixException;
import dev.signalman.SignalInfo;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.Lookout;
import dev.signalman.internal.engine.Receiver;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the signals of a receiver and dispatches them, in one thread at a time, so that they keep
/// their order: in the handler thread while it has nothing to handle, else in the reader thread.
final class Reading {
  static {
    Calls.loaded(Lookout.class);
  }

  private static final long REST = 10_000_000;

  private final Receiver receiver;
  private final Consumer<SignalInfo> dispatch;
  private final ReentrantLock turn = new ReentrantLock();

  /// Null as long as there is no handler thread.
  private volatile @Nullable Lookout lookout;

  /// Whether the handler thread waits for its turn.
  private volatile boolean wanted;

  Reading(Receiver receiver, Consumer<SignalInfo> dispatch) {
    this.receiver = receiver;
    this.dispatch = dispatch;
  }

  /// The life of the reader thread.
  void run() {
    while (true) {
      readUntilWanted();
      lookOut();
    }
  }

  private void readUntilWanted() {
    if (!turn.tryLock()) {
      return;
    }
    try {
      while (!wanted) {
        readOnce(false);
      }
    } finally {
      turn.unlock();
    }
  }

  private void lookOut() {
    Lookout present = lookout;
    if (present != null) {
      try {
        present.await();
      } catch (InterruptedException _) {
        // As when it reads.
      }
    }
  }

  /// To be called before there is a handler thread.
  ///
  /// @return what the reader thread waits for then
  /// @throws PosixException if the process is out of descriptors
  Lookout share() throws PosixException {
    Lookout present = lookout;
    if (present == null) { // else there was no thread to be had the first time
      present = Lookout.open(receiver);
      lookout = present;
    }
    return present;
  }

  /// In the handler thread: reads as long as there is nothing to handle.
  void readWhile(BooleanSupplier idle) {
    claimTurn();
    try {
      boolean looks = true; // what comes first is most often for this thread again
      while (idle.getAsBoolean()) {
        readOnce(looks);
        looks = false;
      }
    } finally {
      turn.unlock();
    }
  }

  private void claimTurn() {
    wanted = true;
    if (!turn.tryLock()) {
      receiver.wake();
      turn.lock();
    }
    wanted = false;
  }

  private void readOnce(boolean looks) {
    try {
      SignalInfo info = receiver.take(looks);
      while (info != null) {
        dispatch.accept(info);
        info = receiver.takeRead();
      }
    } catch (InterruptedException _) {
      // A careless owner of all threads interrupts them; these have no end.
    } catch (RuntimeException | Error e) {
      // Out of memory, say, or no class to be had: the process must still hear TERM afterwards.
      Subscription.report(e);
      LockSupport.parkNanos(REST); // it may be so again at once, and for long
    }
  }
}
