package dev.signalman.testkit;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Does something over and over in a thread of its own while a test goes on, until it is closed.
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

  /// What is repeated.
  @FunctionalInterface
  public interface Step {
    /// Does it once.
    ///
    /// @throws Exception if it goes wrong
    void run() throws Exception;
  }

  private Meanwhile(Step step) {
    thread = Thread.ofPlatform().daemon().name("meanwhile").start(() -> run(step));
  }

  /// Begins.
  ///
  /// @param step what is done
  /// @return what ends it
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

  /// How often it has been done.
  ///
  /// @return the count
  public long times() {
    return times.get();
  }

  /// Waits until it has been done so often.
  ///
  /// @param least how often
  /// @throws Exception if that is not so within [ChildProgram#PATIENCE], or it went wrong
  public void await(long least) throws Exception {
    Eventually.until("done " + least + " times", () -> failure != null || times.get() >= least);
    check();
  }

  /// Ends it; returns when what was being done is done.
  ///
  /// @throws AssertionError if it went wrong, or the caller is interrupted
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
