package dev.signalman.io;

/// Who is using a descriptor just now: its number stays its own until they have left.
final class Users {
  private int present;
  private volatile boolean closed;

  /// Comes in.
  ///
  /// @return false if it is closed
  synchronized boolean enter() {
    if (closed) {
      return false;
    }
    present++;
    return true;
  }

  synchronized void leave() {
    present--;
    notifyAll();
  }

  boolean isClosed() {
    return closed;
  }

  /// Lets nobody in any more.
  ///
  /// @return whether this call did it
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  /// Waits for those who are still there, however often the thread is interrupted.
  synchronized void awaitLeft() {
    boolean interrupted = false;
    while (present > 0) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
