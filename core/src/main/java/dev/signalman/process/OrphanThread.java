package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.ReceiverClosedException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.internal.kernel.Uncaught;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import java.time.Duration;

/// The thread that waits for orphans: one search for each SIGCHLD.
final class OrphanThread {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final AdoptedChildren children;
  private final SignalQueue deaths;
  private final Thread thread;

  /// Claims SIGCHLD from now on.
  OrphanThread(AdoptedChildren children) throws PosixException {
    this.children = children;
    this.deaths = Signals.queue(SignalSet.of(Signal.CHLD), 1); // one sweep finds all
    this.thread = DaemonThread.lasting("signalman-orphans", this::turn);
  }

  void start() {
    thread.start();
  }

  /// Gives SIGCHLD back. The thread then searches once more, and ends.
  void giveBack() {
    deaths.close();
  }

  boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  /// Waits for the end of the thread, unless it is the calling one.
  void join() {
    boolean interrupted = false;
    while (!isCurrent() && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true; // the call ends soon, and no other may follow it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean turn() throws InterruptedException {
    boolean done = sweep();
    try {
      awaitDeath(done);
      return true;
    } catch (ReceiverClosedException _) {
      sweep(); // for those that ended before the close
      return false;
    }
  }

  /// Waits for the next death. If the last sweep failed, for example without a free descriptor,
  /// there may be a zombie whose death will not be reported again.
  private void awaitDeath(boolean done) throws InterruptedException {
    if (done) {
      deaths.take();
    } else {
      deaths.poll(RETRY);
    }
    while (deaths.poll() != null) {
      // One sweep finds all that have ended.
    }
  }

  private boolean sweep() {
    try {
      children.sweep();
      return true;
    } catch (Throwable e) { // also an error: it must not leave a zombie
      Uncaught.report(e);
      return false;
    }
  }
}
