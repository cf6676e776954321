package dev.signalman.internal.wait;

import dev.signalman.internal.kernel.DaemonThread;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Wakes all threads that wait in the kernel when the VM begins to exit.
///
/// HotSpot gives threads that are inside native code 300 ms to leave it before it exits, as of JDK
/// 25 (`VM_Exit::wait_for_threads_in_native_to_block`). A thread that waits in the kernel for
/// signals never leaves, so every exit would take that long. From the moment that the VM begins to
/// exit, a [Poller] polls without waiting, and sleeps in Java in between.
///
/// A shutdown hook notices `System.exit` and the end of the last thread. `Runtime.halt` runs no
/// hook; a [HaltWatch] notices it.
public final class VmExit implements Runnable {
  private static final Set<Poller> POLLERS = new HashSet<>();
  private static final HaltWatch HALT = new HaltWatch();

  /// Registered as long as there is a poller, because it keeps the class loader of this library
  /// reachable. Guarded by [#POLLERS].
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
      // The VM exits, and the hook runs or has run.
    }
  }

  @Override
  public void run() {
    begin();
  }

  /// Wakes `poller` when the VM exits; at once if it does already.
  static void wakes(Poller poller) {
    synchronized (POLLERS) {
      addHook();
      POLLERS.add(poller);
      HALT.watch(poller);
    }
    if (begun) { // before or after it was added: a second wake-up does no harm
      poller.wake();
    }
  }

  /// Forgets a closed poller.
  static void forget(Poller poller) {
    synchronized (POLLERS) {
      if (POLLERS.remove(poller) && POLLERS.isEmpty()) {
        HALT.end();
        removeHook();
      }
    }
  }

  /// Called when a poller has noticed a halt. The others need not be woken: each of them watches.
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
      if (hook == null) { // the only way to know: the VM refuses a hook when it is too late
        addHook();
        removeHook();
      }
    }
    return hooksRun;
  }

  /// Whether the VM exits, as far as the pollers know.
  public static boolean hasBegun() {
    return begun;
  }
}
