package dev.signalman.loop;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/// A loop that runs in a thread of its own until this is closed.
final class LoopThread implements AutoCloseable {
  private final EventLoop loop;
  private final Thread thread;
  private final List<Throwable> thrown = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private LoopThread(EventLoop loop, Thread.Builder builder) {
    this.loop = loop;
    this.thread =
        builder.unstarted(() -> {
          try {
            loop.run();
          } catch (InterruptedException e) {
            thrown.add(e);
          } finally {
            ended.countDown();
          }
        });
    thread.setUncaughtExceptionHandler((_, e) -> thrown.add(e));
  }

  static LoopThread start() throws Exception {
    return start(EventLoop.open(), Thread.ofPlatform().daemon());
  }

  static LoopThread start(EventLoop loop, Thread.Builder builder) {
    LoopThread result = new LoopThread(loop, builder);
    result.thread.start();
    return result;
  }

  EventLoop loop() {
    return loop;
  }

  Thread thread() {
    return thread;
  }

  List<Throwable> thrown() {
    return thrown;
  }

  /// Calls something in the loop's thread: after this, all that had been due before has been done.
  <T> T call(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    loop.execute(future);
    return future.get();
  }

  /// Lets the loop ask the kernel several times, so that whatever is ready is reported.
  void turns() throws Exception {
    for (int i = 0; i < 3; i++) {
      call(() -> null);
    }
  }

  void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    loop.close();
    awaitEnd();
  }
}
