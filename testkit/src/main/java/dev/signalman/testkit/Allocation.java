package dev.signalman.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Counts what a thread allocates on the heap. Here, because the modules under test read no
/// management module.
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /// Asking allocates nothing itself.
  ///
  /// @return the bytes that the calling thread has allocated since it began
  public static long ofThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
