package dev.signalman.internal.engine;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Wakes all threads that wait in the kernel when the VM begins to go down.
///
/// HotSpot gives threads that are inside native code 300 ms to leave it before it exits, as of JDK
/// 25 (`VM_Exit::wait_for_threads_in_native_to_block`). A thread that waits in the kernel for
/// signals never leaves, so every exit would take that long. From the moment that the VM goes down
/// a [Poller] looks without waiting, and naps in Java in between.
///
/// A shutdown hook tells of `System.exit` and of the end of the last thread. `Runtime.halt` runs no
/// hook; a [HaltWatch] tells of it.
public final class VmExit implements Runnable {
  private static final Set<Poller> POLLERS = new HashSet<>();
  private static final HaltWatch HALT = new HaltWatch();

  /// Registered as long as there is a poller: the VM keeps it, and by it the class loader of this
  /// library. Guarded by [#POLLERS].
  private static @Nullable Thread hook;

  private static volatile boolean begun;
  private static volatile boolean hooksRun;

  private VmExit() {}

  private static void addHook() {
    if (hook != null) {
      return;
    }
    Thread added = DaemonThread.unstarted("signalman-vm-exit", new VmExit());
    try {
      Runtime.getRuntime().addShutdownHook(added);
      hook = added;
    } catch (IllegalStateException _) {
      begun = true; // too late for hooks
      hooksRun = true;
    }
  }

  private static void removeHook() {
    Thread present = hook;
    if (present == null) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(present);
      hook = null;
    } catch (IllegalStateException _) {
      // The VM goes down, and the hook runs or has run.
    }
  }

  @Override
  public void run() {
    begin();
  }

  /// Wakes `poller` when the VM goes down; at once if it does already.
  static void wakes(Poller poller) {
    synchronized (POLLERS) {
      addHook();
      POLLERS.add(poller);
      HALT.watch(poller);
    }
    if (begun) { // since it was added, or before: once too often does no harm
      poller.wake();
    }
  }

  /// For a poller that is closed.
  static void forget(Poller poller) {
    synchronized (POLLERS) {
      if (POLLERS.remove(poller) && POLLERS.isEmpty()) {
        HALT.end();
        removeHook();
      }
    }
  }

  /// Called when a poller was told of a halt. No need to wake the others: each of them watches.
  static void halts() {
    begun = true;
  }

  private static void begin() {
    hooksRun = true;
    begun = true;
    synchronized (POLLERS) {
      for (Poller poller : POLLERS) {
        poller.wake();
      }
    }
  }

  /// Whether shutdown hooks run, so that a handler that called `System.exit` never returns.
  public static boolean isInHooks() {
    synchronized (POLLERS) {
      if (hook == null) { // the VM refuses one if it is too late, and nothing else tells
        addHook();
        removeHook();
      }
    }
    return hooksRun;
  }

  /// Whether the VM goes down, as far as a poller that was to be told knows.
  public static boolean hasBegun() {
    return begun;
  }
}
