package dev.signalman.signal;

import dev.signalman.internal.kernel.DaemonThread;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The daemon thread that runs the handlers without an executor, one after the other. The first
/// task starts it.
///
/// While it has no task it reads the signals itself: then no thread has to be woken between a
/// signal and its handler. It ends with its [Reading].
final class HandlerThread implements Executor, DaemonThread.Turn, Reading.Worker {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Reading reading;
  private volatile @Nullable Thread thread;

  HandlerThread(Reading reading) {
    this.reading = reading;
  }

  /// Only for the thread that has the turn to read, so there is one caller at a time.
  @Override
  public void execute(Runnable task) {
    Thread present = thread;
    if (present == null) {
      present = DaemonThread.lasting("signalman-handler", this);
      present.start();
      thread = present;
    }
    tasks.add(task);
    if (!isCurrent()) {
      LockSupport.unpark(present);
    }
  }

  /// Whether the calling thread is this one.
  boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  /// Makes the thread check whether it has to end.
  void wake() {
    LockSupport.unpark(thread);
  }

  /// Throws only errors of the VM: exceptions of handlers are caught where they are called.
  @Override
  public boolean turn() {
    if (reading.hasEnded()) {
      return false;
    }
    if (!isIdle()) {
      reading.handle(this);
    } else if (!reading.readWhileIdle(this) && !reading.hasEnded()) {
      LockSupport.park(this);
      boolean _ = Thread.interrupted(); // interrupted, park() would not wait
    }
    return true;
  }

  @Override
  public boolean isIdle() {
    return tasks.isEmpty();
  }

  @Override
  public void work() {
    Runnable task = tasks.poll();
    while (task != null) {
      boolean _ = Thread.interrupted(); // meant for the handler before
      task.run();
      task = tasks.poll();
    }
  }
}
