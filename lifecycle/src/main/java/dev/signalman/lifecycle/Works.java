package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.process.Child;
import dev.signalman.process.ProcessGroup;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/// What a task does, for the kinds of things that can be a task.
final class Works {
  private static final long GROUP_NAP_MILLIS = 10;

  private Works() {}

  /// Closes something, or runs code of the user. Not a lambda, see [News].
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

  /// Ends a child in order.
  record End(Child child) implements Action {
    @Override
    public void run() throws Exception {
      child.send(Signal.TERM);
      child.waitFor();
    }
  }

  /// Kills a child.
  record Kill(Child child) implements Action {
    @Override
    public void run() throws Exception {
      child.send(Signal.KILL);
      child.waitFor();
    }
  }

  /// Ends the processes of a group in order. The kernel does not tell when a group is empty.
  record EndGroup(ProcessGroup group) implements Action {
    @Override
    public void run() throws Exception {
      group.send(Signal.TERM);
      while (!group.isEmpty()) {
        Thread.sleep(GROUP_NAP_MILLIS);
      }
    }
  }

  /// Kills the processes of a group.
  record KillGroup(ProcessGroup group) implements Action {
    @Override
    public void run() throws Exception {
      group.send(Signal.KILL);
    }
  }
}
