package dev.signalman.lifecycle;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Calls the listeners in a thread of its own, so that a listener that hangs, or a standard error
/// that nobody reads, does not hold up the stop. The first news starts the thread.
final class Teller implements Runnable {
  /// A message for each listener.
  @FunctionalInterface
  interface News {
    /// Tells one.
    void tell(StopListener listener);
  }

  private final List<StopListener> listeners;
  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final Thread thread = OwnThread.unstarted("signalman-stop-listeners", this);
  private final @Nullable Turns turns;
  private volatile boolean ended;

  /// @param turns take the place of the thread in a world; otherwise null
  Teller(List<StopListener> listeners, @Nullable Turns turns) {
    this.turns = turns;
    this.listeners = List.copyOf(listeners);
  }

  void tell(News news) {
    run(new ToEach(news));
  }

  /// Runs something in the thread of the listeners, in order.
  void run(Runnable action) {
    if (turns != null) {
      turns.run(action);
      return;
    }
    waiting.add(action);
    if (started.compareAndSet(false, true)) {
      thread.start();
    }
  }

  /// Waits until everything has been told, but not longer than this.
  void flush(long millis) {
    CountDownLatch told = new CountDownLatch(1);
    run(told::countDown);
    try {
      boolean _ = told.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the thread after the waiting messages.
  void end() {
    if (started.get()) {
      run(() -> ended = true);
    }
  }

  boolean isCurrent() {
    return turns == null ? Thread.currentThread().equals(thread) : turns.isCurrent();
  }

  @Override
  public void run() {
    while (!ended) {
      Runnable action = next();
      if (action != null) {
        run1(action);
      }
    }
  }

  private @Nullable Runnable next() {
    try {
      return waiting.take();
    } catch (InterruptedException _) { // some code interrupts all threads
      return null;
    }
  }

  private static void run1(Runnable action) {
    try {
      action.run();
    } catch (Throwable e) { // the next listener still has to be told
      OwnThread.report(e);
    }
  }

  final class ToEach implements Runnable {
    private final News news;

    ToEach(News news) {
      this.news = news;
    }

    @Override
    public void run() {
      for (StopListener listener : listeners) {
        run1(new ToOne(news, listener));
      }
    }
  }

  record ToOne(News news, StopListener listener) implements Runnable {
    @Override
    public void run() {
      news.tell(listener);
    }
  }
}
