package dev.signalman.time;

/// The one interrupt status of a thread, shared by all its open deadlines. It stays set until the
/// last of those that are over is closed, and stays beyond that if other code set it.
final class SharedInterrupt {
  private static final ThreadLocal<SharedInterrupt> OF_THREAD =
      ThreadLocal.withInitial(SharedInterrupt::new);

  private final Thread thread = Thread.currentThread();
  private int open;
  private int requests;
  private boolean foreign;

  private SharedInterrupt() {}

  /// Joins for one more deadline of the calling thread.
  static SharedInterrupt join() {
    SharedInterrupt shared = OF_THREAD.get();
    shared.open++;
    return shared;
  }

  /// Undoes one [#join].
  void leave() {
    if (--open == 0) {
      OF_THREAD.remove(); // a pooled thread would keep it for ever
    }
  }

  boolean isOfThisThread() {
    return thread.equals(Thread.currentThread());
  }

  /// Interrupts the thread, until [#withdraw].
  synchronized void request() {
    if (requests++ == 0) {
      foreign = thread.isInterrupted();
    }
    thread.interrupt();
  }

  /// Ends one request; called by the thread itself.
  synchronized void withdraw() {
    if (--requests > 0) {
      thread.interrupt(); // the other interrupt may have been consumed together with this one
    } else if (!foreign) {
      boolean _ = Thread.interrupted();
    }
  }
}
