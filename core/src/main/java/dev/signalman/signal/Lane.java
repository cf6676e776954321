package dev.signalman.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs tasks on an executor one at a time and in order, even if the executor has many threads.
///
/// An executor may silently discard a task (`DiscardPolicy`). So each task is handed to it as long
/// as none of ours runs, and any call that it makes runs all waiting tasks.
final class Lane implements Executor {
  private final Executor executor;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();
  private final Runnable runAll = new RunAll();

  Lane(Executor executor) {
    this.executor = executor;
  }

  /// Throws any exception of the executor; the task is not run then.
  @Override
  public void execute(Runnable task) {
    // While one of our tasks runs, the executor is not called and so cannot reject this one, though
    // its shutdownNow() may already have discarded the others.
    if (isShutDown()) {
      throw new RejectedExecutionException("the executor of a handler is shut down: " + executor);
    }
    tasks.add(task);
    if (running.get()) {
      return; // the thread that runs them looks again afterwards
    }
    try {
      executor.execute(runAll);
    } catch (Throwable e) { // also undeclared exceptions
      if (tasks.remove(task)) {
        throw e;
      } // otherwise an earlier call has run it meanwhile
    }
  }

  /// Not a method reference: linking the first one would delay the first signal.
  private final class RunAll implements Runnable {
    @Override
    public void run() {
      runAll();
    }
  }

  private boolean isShutDown() {
    return executor instanceof ExecutorService service && service.isShutdown();
  }

  /// Runs the waiting tasks, unless another thread is doing so.
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

  /// Takes back the waiting tasks that will never run because the executor is shut down.
  ///
  /// @return the tasks
  List<Runnable> takeBack() {
    List<Runnable> left = new ArrayList<>();
    while (isShutDown()) {
      Runnable task = tasks.poll();
      if (task == null) {
        break;
      }
      left.add(task);
    }
    return left;
  }
}
