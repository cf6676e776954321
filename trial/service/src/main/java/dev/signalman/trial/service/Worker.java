package dev.signalman.trial.service;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Works through items in the background, and writes each of them into the database. One that has
/// begun must be finished. Each ends at a multiple of 300 ms of the wall clock, so that the runner
/// can send TERM at the same point of the item to all services.
public final class Worker {
  private static final long MILLIS = 300;

  private final Database database;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "worker");

  /// Begins to work.
  public Worker(Database database) {
    this.database = database;
    thread.setDaemon(true); // it must not decide when the VM exits
    thread.start();
  }

  /// Waits for the end of the present item, but no longer than the service may take to stop.
  public void stop() throws InterruptedException {
    stopping.countDown();
    thread.join(TimeUnit.SECONDS.toMillis(Setup.DEADLINE_SECONDS));
  }

  private void work() {
    try {
      if (!Setup.busy()) {
        stopping.await();
      }
      for (int item = 1; stopping.getCount() > 0; item++) {
        database.write("item " + item + " begun");
        Thread.sleep(MILLIS - System.currentTimeMillis() % MILLIS);
        database.write("item " + item + " done");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the item is lost, which the runner sees
    }
  }
}
