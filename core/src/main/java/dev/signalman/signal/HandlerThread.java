package dev.signalman.signal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The daemon thread in which handlers run that were given no executor, one after the other.
/// Started by the first task.
final class HandlerThread implements Executor {
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;

  @Override
  public void execute(Runnable task) {
    if (thread == null) { // only ever called by the reader thread
      thread = Thread.ofPlatform().daemon().name("signalman-handler").start(this::run);
    }
    tasks.add(task);
  }

  /// Whether the caller runs in it.
  boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  private void run() {
    while (true) {
      try {
        tasks.take().run();
      } catch (InterruptedException _) {
        // A handler may have interrupted its own thread; the next signal still comes.
      }
    }
  }
}
