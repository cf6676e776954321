package dev.signalman.internal.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Tells the threads of this library that the VM is going down.
///
/// HotSpot gives threads that are inside native code 300 ms to leave it before it exits, as of JDK
/// 25 (`VM_Exit::wait_for_threads_in_native_to_block`). A thread that waits in the kernel for
/// signals never leaves, so every exit would take that long. From the moment that shutdown begins
/// such threads look without waiting, and rest in Java in between.
public final class VmExit {
  private static final long REST = 10_000_000;

  private static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();
  private static volatile boolean begun;

  static {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(VmExit::begin, "signalman-vm-exit"));
    } catch (IllegalStateException _) {
      begun = true; // too late for hooks
    }
  }

  private VmExit() {}

  /// Interrupts `thread` when shutdown begins; at once if it has begun.
  public static void interrupts(Thread thread) {
    THREADS.add(thread);
    if (begun) { // since it was added, or before: once too often does no harm
      thread.interrupt();
    }
  }

  /// For a thread that ends before the VM does.
  public static void forget(Thread thread) {
    THREADS.remove(thread);
  }

  private static void begin() {
    begun = true;
    THREADS.forEach(Thread::interrupt);
  }

  /// Whether shutdown has begun, as far as a thread that was to be told knows.
  public static boolean hasBegun() {
    return begun;
  }

  /// For a thread that found nothing to do while the VM goes down.
  public static void rest() {
    boolean _ = Thread.interrupted(); // or it would not rest
    LockSupport.parkNanos(REST);
  }
}
