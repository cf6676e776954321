package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Three descriptors for a moment, where the process has none left.
///
/// A spare one that is closed to be used may be taken by another thread first. So a new thread
/// leaves the descriptors that all share for a copy of its own (close_range(2), Linux 5.9) and
/// closes the three standard ones in there: their numbers are below every limit, and nobody else
/// can take them. The copy goes with the thread. Why so, and what it costs: decision 0012.
final class SpareDescriptors {
  private static final int COUNT = 3;
  private static final String NAME = "signalman-spare"; // the kernel keeps 15 characters

  /// No handler may run in such a thread: the descriptor that it writes to may be one of the three.
  private static final long BLOCKED =
      Action.DURING_HANDLER
          & ~Guards.MACHINERY.with(Guards.SUSPEND).with(Signal.KILL).with(Signal.STOP).mask();

  private SpareDescriptors() {}

  /// What is to be done with them. It may open and close descriptors, but must hand none out, nor
  /// load classes: their files would be open in this thread alone.
  interface Work<T> {
    T run() throws IOException;
  }

  /// Does it, and waits until it is done.
  ///
  /// @throws IOException what the work throws, or because there is no way to spare descriptors
  static <T> T lend(Work<T> work) throws IOException {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          spare();
          return work.run();
        });
    DaemonThread.unstarted(NAME, task).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException("work with spare descriptors failed", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Whether a thread is one of these, by its status file: it takes no signal any more, and goes on
  /// to end for some time after its work is done, because the kernel closes the whole copy then.
  static boolean isSpare(String status, long mask) {
    return (mask & BLOCKED) == BLOCKED && status.startsWith("Name:\t" + NAME + "\n");
  }

  private static void spare() throws IOException {
    Memory blocked = Memory.allocate(128).putLong(0, BLOCKED);
    Calls.check(SignalH.pthread_sigmask(SignalH.SIG_BLOCK, blocked, null), () -> "pthread_sigmask");
    Calls.check(
        UnistdH.close_range(0, COUNT - 1, UnistdH.CLOSE_RANGE_UNSHARE),
        () -> "close_range(0, 2, CLOSE_RANGE_UNSHARE)");
  }
}
