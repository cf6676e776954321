package dev.signalman.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for a state that shows only by looking, such as a process that has stopped.
///
/// Not for proving that nothing happens: for that, let something happen that must come after it.
public final class Eventually {
  private Eventually() {}

  /// A question that may fail to be asked.
  @FunctionalInterface
  public interface Condition {
    /// Looks.
    ///
    /// @return whether it is so
    /// @throws Exception if it cannot be told
    boolean holds() throws Exception;
  }

  /// Looks every millisecond until it is so.
  ///
  /// @param what names the condition in the failure
  /// @param condition the question
  /// @throws AssertionError if it is not so within [ChildProgram#PATIENCE]
  /// @throws Exception what the condition throws
  public static void until(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + ChildProgram.PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + ChildProgram.PATIENCE + ": " + what);
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("while waiting: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }
}
