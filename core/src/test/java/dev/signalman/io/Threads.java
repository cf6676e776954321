package dev.signalman.io;

import dev.signalman.testkit.Eventually;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Threads of either kind, with a task whose result can be had, and which can be seen waiting.
public final class Threads {
  private static final Set<Thread.State> WAITING =
      Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

  private Threads() {}

  /// Which kind of thread.
  public enum Kind {
    PLATFORM,
    VIRTUAL
  }

  /// A running task.
  ///
  /// @param thread that runs it
  /// @param task what it runs
  public record Running<T>(Thread thread, FutureTask<T> task) {
    /// What it returned; an `ExecutionException` if it threw.
    public T get() throws InterruptedException, ExecutionException {
      return task.get();
    }

    /// Waits until it waits: in the kernel, or for the thread that does so in its place.
    public Running<T> awaitWaiting() throws Exception {
      Eventually.until("waits", () -> isWaiting(thread));
      return this;
    }
  }

  public static <T> Running<T> start(Kind kind, Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    Thread.Builder builder =
        kind == Kind.VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    return new Running<>(builder.start(future), future);
  }

  public static <T> Running<T> start(Callable<T> task) {
    return start(Kind.PLATFORM, task);
  }

  private static boolean isWaiting(Thread thread) {
    return thread.isVirtual()
        ? WAITING.contains(thread.getState())
        : Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().startsWith("epoll_"));
  }
}
