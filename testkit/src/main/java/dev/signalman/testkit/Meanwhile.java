package dev.signalman.testkit;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Repeats a step in a separate thread while a test runs, until it is closed.
///
/// ```java
/// try (Meanwhile dumps = Meanwhile.repeat(() -> Peer.succeed("jcmd", pid, "Thread.print"))) {
///   ...
///   dumps.await(1);
/// }
/// ```
public final class Meanwhile implements AutoCloseable {
  private final AtomicLong times = new AtomicLong();
  private final Thread thread;
  private volatile boolean done;
  private volatile @Nullable Throwable failure;

  /// The step that is repeated.
  @FunctionalInterface
  public interface Step {
    /// Runs the step once.
    ///
    /// @throws Exception if the step fails
    void run() throws Exception;
  }

  private Meanwhile(Step step) {
    thread = Thread.ofPlatform().daemon().name("meanwhile").start(() -> run(step));
  }

  /// Begins to repeat a step.
  ///
  /// @param step the step
  /// @return the running repetition; close it to end it
  public static Meanwhile repeat(Step step) {
    return new Meanwhile(step);
  }

  private void run(Step step) {
    try {
      while (!done) {
        step.run();
        times.incrementAndGet();
      }
    } catch (Throwable e) {
      failure = e;
    }
  }

  /// The number of completed steps.
  ///
  /// @return the count
  public long times() {
    return times.get();
  }

  /// Waits until the step has been done a number of times.
  ///
  /// @param least the number of times
  /// @throws Exception if that takes longer than [ChildProgram#PATIENCE], or a step failed
  public void await(long least) throws Exception {
    Eventually.until("done " + least + " times", () -> failure != null || times.get() >= least);
    check();
  }

  /// Ends the repetition; returns when the present step has ended.
  ///
  /// @throws AssertionError if a step failed, or the caller is interrupted
  @Override
  public void close() {
    done = true;
    try {
      if (!thread.join(ChildProgram.PATIENCE)) {
        throw new AssertionError("what was done beside the test does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while what was done beside the test ends", e);
    }
    check();
  }

  private void check() {
    if (failure != null) {
      throw new AssertionError("what was done beside the test went wrong: " + failure, failure);
    }
  }
}
