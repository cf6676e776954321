package dev.signalman.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for a state that only polling can show, such as a process that has stopped.
///
/// Do not use this to prove that nothing happens: for that, cause something that must come
/// afterwards.
public final class Eventually {
  private Eventually() {}

  /// A condition whose check may fail.
  @FunctionalInterface
  public interface Condition {
    /// Checks the condition.
    ///
    /// @return whether it holds
    /// @throws Exception if the check fails
    boolean holds() throws Exception;
  }

  /// Checks every millisecond until the condition holds.
  ///
  /// @param what names the condition in the failure
  /// @param condition the condition
  /// @throws AssertionError if it does not hold within [ChildProgram#PATIENCE]
  /// @throws Exception any exception of the condition
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
