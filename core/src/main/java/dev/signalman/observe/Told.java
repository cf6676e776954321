package dev.signalman.observe;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// One observer, whose exceptions end here.
final class Told {
  private final Observer observer;
  private final AtomicBoolean failed = new AtomicBoolean();

  Told(Observer observer) {
    this.observer = observer;
  }

  Observer observer() {
    return observer;
  }

  void tell(Consumer<Observer> news) {
    try {
      news.accept(observer);
    } catch (Throwable e) {
      failed(e);
    }
  }

  /// Reports the first exception alone: a signal may come every microsecond.
  void failed(Throwable thrown) {
    if (failed.compareAndSet(false, true)) {
      report(
          new IllegalStateException(
              "an observer of signals failed; later failures of "
                  + observer.getClass().getName()
                  + " are not reported",
              thrown));
    }
  }

  /// Without the library's own way for that: this package uses nothing that is internal.
  private static void report(Exception failure) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (Throwable _) {
      // The VM too ignores exceptions of such a handler.
    }
  }
}
