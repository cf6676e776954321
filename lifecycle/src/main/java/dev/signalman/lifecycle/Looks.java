package dev.signalman.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks at where threads are. Each look has a thread of its own, because it may take long: a
/// thread dump needs all threads to come to a halt.
final class Looks {
  /// How long the owner of a lock is searched for, where no halt of the VM is near.
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private Looks() {}

  /// Runs a look.
  static void start(Runnable look) {
    OwnThread.unstarted("signalman-look", new Reported(look)).start();
  }

  private record Reported(Runnable look) implements Runnable {
    @Override
    public void run() {
      try {
        look.run();
      } catch (Throwable e) {
        OwnThread.report(e);
      }
    }
  }

  /// Where a thread is, without the owner of its lock.
  static ThreadView stackOf(Thread thread) {
    return view(thread, "", "", List.of(), "");
  }

  /// Where a thread is, and the owner of its lock as far as that is found in time.
  static ThreadView of(Thread thread, Duration patience) {
    Object blocker = LockSupport.getBlocker(thread);
    boolean monitor = thread.getState() == Thread.State.BLOCKED;
    if (!monitor && !(blocker instanceof AbstractOwnableSynchronizer)) {
      return stackOf(thread);
    }
    try {
      return search(() -> withOwner(thread, monitor ? null : blocker), patience);
    } catch (TimeoutException _) {
      return without(thread, "no thread dump within " + Spans.text(patience));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return without(thread, "the look was interrupted");
    } catch (ExecutionException e) {
      LastLine.haltIfOutOfMemory(e);
      return without(thread, reason(e.getCause()));
    }
  }

  /// Searches in a thread of its own, which continues when the time is over.
  static <T> T search(Callable<T> search, Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(search);
    OwnThread.unstarted("signalman-look-owner", task).start();
    return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static String reason(@Nullable Throwable failure) {
    return failure instanceof NoClassDefFoundError
        ? "the module jdk.management is missing"
        : "no thread dump: " + failure;
  }

  private static ThreadView without(Thread thread, String why) {
    return view(thread, "", "", List.of(), "the owner of its lock is not known: " + why);
  }

  private static ThreadView withOwner(Thread thread, @Nullable Object blocker) throws Exception {
    LockOwners.Owner owner =
        blocker == null
            ? LockOwners.ofMonitor(thread.threadId())
            : LockOwners.ofSynchronizer(blocker);
    String unknown =
        owner.lock().isEmpty() || !owner.thread().isEmpty()
            ? ""
            : "the owner of the lock is not known: no platform thread has it";
    return view(thread, owner.lock(), owner.thread(), owner.stack(), unknown);
  }

  private static ThreadView view(
      Thread thread, String lock, String owner, List<String> ownerStack, String unknown) {
    List<String> frames = new ArrayList<>();
    for (StackTraceElement frame : thread.getStackTrace()) {
      frames.add(frame.toString());
    }
    return new ThreadView(
        thread.getName(), thread.getState(), frames, lock, owner, ownerStack, unknown);
  }
}
