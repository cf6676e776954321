package dev.signalman.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The shutdown hooks of other code that still run. The JDK does not list them. They are among the
/// threads that were started after the exit began, and the thread that runs the hooks waits for one
/// of them.
final class Hooks {
  private final Set<Thread> before = new HashSet<>();

  /// Remembers the present threads. Make it just before the exit, or as soon as possible
  /// afterwards.
  Hooks() {
    ThreadGroup top = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = top; parent != null; parent = parent.getParent()) {
      top = parent;
    }
    Thread[] found = new Thread[2 * top.activeCount() + 8];
    int count = top.enumerate(found);
    for (int i = 0; i < count; i++) {
      before.add(found[i]);
    }
  }

  /// The hooks that have not ended. Call this in a thread of its own, because it takes a while.
  ///
  /// @param patience how long may be searched for what is not known at once: which of the threads
  ///   from before is a hook, and the owners of locks
  List<ThreadView> running(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    Thread caller = ExitCaller.thread();
    Thread awaited = caller == null ? null : awaited(caller, patience.dividedBy(2));
    List<ThreadView> views = new ArrayList<>();
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      boolean candidate = each.equals(awaited) || !before.contains(each);
      if (candidate && each.isAlive() && !each.equals(caller) && isOfTheProgram(each)) {
        views.add(Looks.of(each, Duration.ofNanos(Math.max(0, end - System.nanoTime()))));
      }
    }
    return views;
  }

  private static boolean isOfTheProgram(Thread thread) {
    return !isOfTheVm(thread) && !thread.getName().startsWith("signalman-");
  }

  private static boolean isOfTheVm(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null
        || group.getName().equals("CarrierThreads")
        || group.getName().equals("InnocuousThreadGroup")
        || group.getName().equals("system")
        || thread.getName().equals("DestroyJavaVM");
  }

  /// The thread from before that the caller waits for; null if there is none or it is not known.
  private @Nullable Thread awaited(Thread caller, Duration patience) {
    try {
      return Looks.search(() -> awaited(caller), patience).orElse(null);
    } catch (TimeoutException _) { // those that are new are named in any case
      return null;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException e) {
      LastLine.haltIfOutOfMemory(e);
      if (!(e.getCause() instanceof NoClassDefFoundError)) { // that is: without java.management
        OwnThread.report(e);
      }
      return null;
    }
  }

  private Optional<Thread> awaited(Thread caller) {
    for (Thread each : before) {
      if (isOfTheProgram(each) && LockOwners.waitsFor(caller, each)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
