package dev.signalman.internal.kernel;

import dev.signalman.Signal;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Provides three descriptors for a moment when the process has none left.
///
/// Another thread could take a spare descriptor as soon as it is closed for reuse. So a new thread
/// leaves the shared table of descriptors for a copy of its own (close_range(2), Linux 5.9) and
/// closes the three standard ones in there: their numbers are below every limit, and no other
/// thread can take them. The copy ends with the thread. Decision 0012 explains why, and the cost.
final class SpareDescriptors {
  private static final int COUNT = 3;
  private static final String NAME = "signalman-spare"; // the kernel keeps 15 characters

  /// No handler may run in such a thread: it could write to one of the three.
  private static final long BLOCKED =
      SigAction.DURING_HANDLER
          & ~VmSignals.MACHINERY.with(VmSignals.SUSPEND).with(Signal.KILL).with(Signal.STOP).mask();

  private SpareDescriptors() {}

  /// The work with the descriptors. It may open and close descriptors, but must not hand one out or
  /// load classes: their files would be open in this thread alone.
  interface Work<T> {
    T run() throws IOException;
  }

  /// Runs the work, and waits until it is done.
  ///
  /// @throws IOException if the work throws it, or if no descriptors can be spared
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

  /// Whether a thread is such a thread, by its status file. It takes no signal any more. Its end
  /// takes some time after its work, because the kernel closes the whole copy.
  static boolean isSpare(String status, long mask) {
    return (mask & BLOCKED) == BLOCKED && status.startsWith("Name:\t" + NAME + "\n");
  }

  private static void spare() throws IOException {
    Memory blocked = Memory.allocate(SignalH.SIGSET_SIZE).putLong(0, BLOCKED);
    Calls.check(SignalH.pthread_sigmask(SignalH.SIG_BLOCK, blocked, null), () -> "pthread_sigmask");
    Calls.check(
        UnistdH.close_range(0, COUNT - 1, UnistdH.CLOSE_RANGE_UNSHARE),
        () -> "close_range(0, 2, CLOSE_RANGE_UNSHARE)");
  }
}
