package dev.signalman.signal;

import dev.signalman.PosixException;
import dev.signalman.internal.engine.Lookout;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/// The daemon thread in which handlers run that were given no executor, one after the other.
///
/// While it has none to run it reads the signals itself: nobody need be woken then between a signal
/// and its handler. What comes while it runs one is read by the reader thread.
final class HandlerThread implements Executor {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Reading reading;
  private final Lookout lookout;
  private final Thread thread;

  private HandlerThread(Reading reading, Lookout lookout) {
    this.reading = reading;
    this.lookout = lookout;
    this.thread = Thread.ofPlatform().daemon().name("signalman-handler").unstarted(this::run);
  }

  /// @throws PosixException if the process is out of descriptors
  static HandlerThread start(Reading reading) throws PosixException {
    HandlerThread started = new HandlerThread(reading, reading.share());
    started.thread.start();
    return started;
  }

  /// For the thread that reads.
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /// Whether the caller runs in it.
  boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  private void run() {
    while (true) {
      try {
        reading.readWhile(tasks::isEmpty);
        handle();
      } catch (RuntimeException | Error e) { // of the VM: what a handler throws ends up elsewhere
        Subscription.report(e);
      }
    }
  }

  private void handle() {
    lookout.begin();
    try {
      Runnable task = tasks.poll();
      while (task != null) {
        task.run();
        task = tasks.poll();
      }
    } finally {
      lookout.end(); // before this thread reads, lest the other one waits for a turn in vain
    }
  }
}
