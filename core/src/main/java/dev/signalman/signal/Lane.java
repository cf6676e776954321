package dev.signalman.signal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs tasks on an executor one at a time and in order, whatever the executor does with several.
final class Lane implements Executor {
  private final Executor executor;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Lane(Executor executor) {
    this.executor = executor;
  }

  /// Throws what the executor throws; the task is not run then.
  @Override
  public void execute(Runnable task) {
    // It would not be asked while one of our tasks waits in it, and shutdownNow() throws that away.
    if (executor instanceof ExecutorService service && service.isShutdown()) {
      throw new RejectedExecutionException("the executor of a handler is shut down: " + executor);
    }
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      try {
        executor.execute(this::drain);
      } catch (Throwable e) { // also what it does not declare: else nothing would run any more
        tasks.clear();
        waiting.set(0);
        throw e;
      }
    }
  }

  private void drain() {
    do {
      Runnable task = tasks.poll();
      if (task != null) {
        task.run();
      }
    } while (waiting.decrementAndGet() > 0);
  }
}
