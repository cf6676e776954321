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

/// The status of a [Child], once it is known, and all who want to be told of it.
final class Exit {
  private final CompletableFuture<ExitStatus> status = new CompletableFuture<>();

  /// What was asked for by [#future] and is not done. Not dependents of `status`: those stay there,
  /// however soon somebody cancels them.
  private final Set<Asked> waiting = ConcurrentHashMap.newKeySet();

  /// Tells everybody.
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
    if (status.isDone()) { // perhaps since before it was put there
      asked.tell();
    }
    return asked.future;
  }

  /// Waits for it.
  ExitStatus get() throws InterruptedException {
    try {
      return status.get();
    } catch (ExecutionException e) {
      throw impossible(e);
    }
  }

  /// Waits for it for a limited time.
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
    return new AssertionError("nobody completes it so", e);
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
        } catch (Throwable e) { // also what it does not declare: whoever waits is told of it
          fail(e);
        }
      }
    }

    private void fail(Throwable thrown) {
      try {
        status.defaultExecutor().execute(() -> future.completeExceptionally(thrown));
      } catch (Throwable _) { // no thread to be had there either; others want to be told, too
        future.completeExceptionally(thrown);
      }
    }

    private void complete() {
      future.complete(status.resultNow());
    }
  }
}
