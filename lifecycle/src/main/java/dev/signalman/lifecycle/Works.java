package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.process.StopPlan;
import dev.signalman.process.Target;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/// The code of each kind of task.
final class Works {
  private Works() {}

  /// Closes an object, or runs code of the user. Not a lambda, see [News].
  record Close(AutoCloseable work) implements Action {
    @Override
    public void run() throws Exception {
      work.close();
    }
  }

  /// Begins asynchronous work and waits for its end.
  record Asynchronous(Callable<? extends CompletionStage<?>> work) implements Action {
    @Override
    public void run() throws Exception {
      CompletionStage<?> stage = work.call();
      try {
        stage.toCompletableFuture().get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  /// Lets an executor finish its tasks.
  record Finish(ExecutorService executor) implements Action {
    @Override
    public void run() throws InterruptedException {
      executor.shutdown();
      while (!executor.awaitTermination(1, TimeUnit.DAYS)) {
        // The task's own time ends this wait.
      }
    }
  }

  /// Interrupts the tasks of an executor, and forgets those that wait.
  record ShutDownNow(ExecutorService executor) implements Action {
    @Override
    public void run() {
      executor.shutdownNow();
    }
  }

  /// Asks processes to end, and waits until they have. The task's own time ends the wait.
  record End(Target target) implements Action {
    private static final StopPlan PATIENT =
        StopPlan.first(Signal.TERM, Duration.ofDays(1)).withoutKill();

    @Override
    public void run() throws Exception {
      target.stop(PATIENT);
    }
  }

  /// Kills processes.
  record Kill(Target target) implements Action {
    @Override
    public void run() throws Exception {
      target.stop(StopPlan.kill());
    }
  }
}
