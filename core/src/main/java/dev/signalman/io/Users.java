package dev.signalman.io;

/// The count of threads that use a descriptor: its number is not closed before they have left.
final class Users {
  private int present;
  private volatile boolean closed;

  /// Registers a user.
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

  /// Admits no more users.
  ///
  /// @return whether this call did it
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  /// Waits until the remaining users have left, however often the thread is interrupted.
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
