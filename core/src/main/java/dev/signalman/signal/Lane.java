package dev.signalman.signal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs tasks on an executor one at a time and in order, whatever the executor does with several.
///
/// An executor may throw a task away and say nothing (`DiscardPolicy`). So it is asked for each
/// task as long as none of ours runs, and whichever call it makes runs all that wait.
final class Lane implements Executor {
  private final Executor executor;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();

  Lane(Executor executor) {
    this.executor = executor;
  }

  /// Throws what the executor throws; the task is not run then.
  @Override
  public void execute(Runnable task) {
    // It would not be asked while one of our tasks runs in it, and shutdownNow() throws away
    // others.
    if (isShutDown()) {
      throw new RejectedExecutionException("the executor of a handler is shut down: " + executor);
    }
    tasks.add(task);
    if (running.get()) {
      return; // whoever runs them looks again afterwards
    }
    try {
      executor.execute(this::runAll);
    } catch (Throwable e) { // also what it does not declare
      if (tasks.remove(task)) {
        throw e;
      } // else an earlier call has run it meanwhile
    }
  }

  private boolean isShutDown() {
    return executor instanceof ExecutorService service && service.isShutdown();
  }

  /// Runs what waits, unless that is being done.
  void runAll() {
    while (!tasks.isEmpty() && running.compareAndSet(false, true)) {
      try {
        Runnable task = tasks.poll();
        while (task != null) {
          task.run();
          task = tasks.poll();
        }
      } finally {
        running.set(false);
      }
    }
  }

  /// Takes back what waits and will never run, because the executor is shut down.
  ///
  /// @return how many
  int takeBack() {
    int count = 0;
    while (isShutDown() && tasks.poll() != null) {
      count++;
    }
    return count;
  }
}
