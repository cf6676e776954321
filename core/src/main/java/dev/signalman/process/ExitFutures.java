package dev.signalman.process;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The status of a child, once it is known, and the futures that wait for it.
final class ExitFutures {
  private final CompletableFuture<ExitStatus> status = new CompletableFuture<>();

  /// Futures made by [#future] that are not done. They are no dependents of `status`: those would
  /// stay there even after they are cancelled.
  private final Set<Asked> waiting = ConcurrentHashMap.newKeySet();

  /// Completes all futures.
  void complete(ExitStatus known) {
    status.complete(known);
    for (Asked asked : waiting) {
      asked.tell();
    }
  }

  boolean isKnown() {
    return status.isDone();
  }

  /// See [Child#onExit()].
  CompletableFuture<ExitStatus> future() {
    return future(status.defaultExecutor());
  }

  /// See [Child#onExit(Executor)].
  CompletableFuture<ExitStatus> future(Executor executor) {
    Asked asked = new Asked(executor);
    waiting.add(asked);
    CompletableFuture<ExitStatus> _ = asked.future.whenComplete((_, _) -> waiting.remove(asked));
    if (status.isDone()) { // perhaps since before it was added
      asked.tell();
    }
    return asked.future;
  }

  /// Waits for the status.
  ExitStatus get() throws InterruptedException {
    try {
      return status.get();
    } catch (ExecutionException e) {
      throw impossible(e);
    }
  }

  /// Waits for the status for a limited time.
  ///
  /// @return null when the time is over
  @Nullable ExitStatus get(long nanos) throws InterruptedException {
    try {
      return status.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return null;
    } catch (ExecutionException e) {
      throw impossible(e);
    }
  }

  private static AssertionError impossible(ExecutionException e) {
    return new AssertionError("the status is never completed exceptionally", e);
  }

  final class Asked {
    private final CompletableFuture<ExitStatus> future = new CompletableFuture<>();
    private final Executor executor;

    Asked(Executor executor) {
      this.executor = Objects.requireNonNull(executor, "executor");
    }

    void tell() {
      if (waiting.remove(this)) {
        try {
          executor.execute(this::complete);
        } catch (Throwable e) { // also undeclared exceptions: the waiting code has to learn of them
          fail(e);
        }
      }
    }

    private void fail(Throwable thrown) {
      try {
        status.defaultExecutor().execute(() -> future.completeExceptionally(thrown));
      } catch (Throwable _) { // no thread there either; other futures must still complete
        future.completeExceptionally(thrown);
      }
    }

    private void complete() {
      future.complete(status.resultNow());
    }
  }
}
