package dev.signalman.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// Counts the bytes that a thread allocates on the heap. It is here because the modules under test
/// read no management module.
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /// The bytes that the calling thread has allocated. This call itself allocates nothing.
  ///
  /// @return the bytes that the calling thread has allocated since it began
  public static long ofThisThread() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
