package dev.signalman.trial.service;

import java.util.concurrent.CountDownLatch;

/// Is closed before the database. It may hang then: its lock is held by a thread that waits for
/// something which never comes.
public final class Cache implements AutoCloseable {
  private final Object lock = new Object();

  /// Takes the lock away if it is to hang.
  public Cache() throws InterruptedException {
    if (Setup.hangs()) {
      CountDownLatch locked = new CountDownLatch(1);
      Thread.ofPlatform().name("batch-writer").daemon().start(() -> hold(locked));
      locked.await();
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private void hold(CountDownLatch locked) {
    synchronized (lock) {
      locked.countDown();
      while (true) {
        sleep();
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException _) { // nobody interrupts this one
      return;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      // What is kept would be written here.
    }
  }
}
