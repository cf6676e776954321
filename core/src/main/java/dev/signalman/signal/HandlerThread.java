package dev.signalman.signal;

import dev.signalman.internal.engine.DaemonThread;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The daemon thread in which handlers run that were given no executor, one after the other.
/// Started by the first task.
///
/// While it has none to run it reads the signals itself: nobody need be woken then between a signal
/// and its handler. It ends with its [Reading].
final class HandlerThread implements Executor, DaemonThread.Turn, Reading.Worker {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Reading reading;
  private volatile @Nullable Thread thread;

  HandlerThread(Reading reading) {
    this.reading = reading;
  }

  /// Only for the thread whose turn it is to read, so that there is one at a time.
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

  /// Whether the caller runs in it.
  boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  /// Has it look whether it is to end.
  void wake() {
    LockSupport.unpark(thread);
  }

  /// Throws errors of the VM only: what a handler throws ends up elsewhere.
  @Override
  public boolean turn() {
    if (reading.hasEnded()) {
      return false;
    }
    if (!isIdle()) {
      reading.handle(this);
    } else if (!reading.readWhileIdle(this) && !reading.hasEnded()) {
      LockSupport.park(this);
      boolean _ = Thread.interrupted(); // by an owner of all threads; parked it would not rest
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
      boolean _ = Thread.interrupted(); // by the handler before, and not meant for this one
      task.run();
      task = tasks.poll();
    }
  }
}
