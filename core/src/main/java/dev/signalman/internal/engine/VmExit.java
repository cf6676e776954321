package dev.signalman.internal.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Wakes whoever waits in the kernel when the VM begins to go down.
///
/// HotSpot gives threads that are inside native code 300 ms to leave it before it exits, as of JDK
/// 25 (`VM_Exit::wait_for_threads_in_native_to_block`). A thread that waits in the kernel for
/// signals never leaves, so every exit would take that long. From the moment that shutdown begins a
/// [Poller] looks without waiting, and naps in Java in between.
public final class VmExit {
  private static final Set<Poller> POLLERS = ConcurrentHashMap.newKeySet();
  private static volatile boolean begun;

  static {
    try {
      Runtime.getRuntime()
          .addShutdownHook(DaemonThread.unstarted("signalman-vm-exit", VmExit::begin));
    } catch (IllegalStateException _) {
      begun = true; // too late for hooks
    }
  }

  private VmExit() {}

  /// Wakes `poller` when shutdown begins; at once if it has begun.
  static void wakes(Poller poller) {
    POLLERS.add(poller);
    if (begun) { // since it was added, or before: once too often does no harm
      poller.wake();
    }
  }

  /// For a poller that is closed.
  static void forget(Poller poller) {
    POLLERS.remove(poller);
  }

  private static void begin() {
    begun = true;
    POLLERS.forEach(Poller::wake);
  }

  /// Whether shutdown has begun, as far as a poller that was to be told knows.
  public static boolean hasBegun() {
    return begun;
  }
}
