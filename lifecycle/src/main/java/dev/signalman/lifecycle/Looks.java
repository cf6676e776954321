package dev.signalman.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks at where threads are. Each look has a thread of its own, because it may take long: a
/// thread dump needs all threads to come to a halt.
final class Looks {
  private static final long DUMP_SECONDS = 2;

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

  /// Where a thread is, and the owner of its lock as far as that is found within two seconds.
  static ThreadView of(Thread thread) {
    Object blocker = LockSupport.getBlocker(thread);
    boolean monitor = thread.getState() == Thread.State.BLOCKED;
    if (!monitor && !(blocker instanceof AbstractOwnableSynchronizer)) {
      return stackOf(thread);
    }
    FutureTask<ThreadView> search =
        new FutureTask<>(() -> withOwner(thread, monitor ? null : blocker));
    OwnThread.unstarted("signalman-look-owner", search).start();
    try {
      return search.get(DUMP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      return without(thread, "a thread dump took longer than " + DUMP_SECONDS + " s");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return without(thread, "the look was interrupted");
    } catch (java.util.concurrent.ExecutionException e) {
      LastLine.haltIfOutOfMemory(e);
      return without(thread, reason(e.getCause()));
    }
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
