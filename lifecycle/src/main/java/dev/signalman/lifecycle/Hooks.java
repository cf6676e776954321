package dev.signalman.lifecycle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  List<ThreadView> running() {
    List<ThreadView> views = new ArrayList<>();
    Thread caller = ExitCaller.thread();
    for (Thread each : Thread.getAllStackTraces().keySet()) {
      if (each.isAlive() && isHook(each, caller)) {
        views.add(Looks.of(each));
      }
    }
    return views;
  }

  private boolean isHook(Thread thread, @Nullable Thread caller) {
    if (thread.equals(caller) || isOfTheVm(thread) || thread.getName().startsWith("signalman-")) {
      return false;
    }
    return !before.contains(thread) || (caller != null && isAwaited(thread, caller));
  }

  private static boolean isOfTheVm(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null
        || group.getName().equals("CarrierThreads")
        || group.getName().equals("InnocuousThreadGroup")
        || group.getName().equals("system")
        || thread.getName().equals("DestroyJavaVM");
  }

  private static boolean isAwaited(Thread thread, Thread caller) {
    try {
      return LockOwners.waitsFor(caller, thread);
    } catch (NoClassDefFoundError _) { // without java.management it is not known
      return false;
    }
  }
}
