package dev.signalman.io;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import java.nio.channels.ClosedChannelException;

/// What reading and writing of an [Fd] share: the number, who uses it, and whether calls wait.
final class Descriptor {
  private static final int EINTR = -4;

  private final int number;
  private final String name;
  private final Users users = new Users();
  private volatile boolean nonBlocking;

  Descriptor(int number, String name, boolean nonBlocking) {
    this.number = number;
    this.name = name;
    this.nonBlocking = nonBlocking;
  }

  int number() {
    return number;
  }

  Users users() {
    return users;
  }

  /// Whether the open file is known to be in non-blocking mode. Where it may not be, the kernel is
  /// asked before each call whether it is ready.
  boolean isNonBlocking() {
    return nonBlocking;
  }

  void setNonBlocking(boolean nonBlocking) {
    this.nonBlocking = nonBlocking;
  }

  void checkOpen() throws ClosedChannelException {
    if (users.isClosed()) {
      throw new ClosedChannelException();
    }
  }

  IllegalStateException closed() {
    return new IllegalStateException(name + " is closed");
  }

  /// For a call that failed; one that a signal handler interrupted is to be repeated.
  void failUnlessInterrupted(String call, long result) throws PosixException {
    if (result != EINTR) {
      throw new PosixException(call + "(" + name + ")", new Errno((int) -result));
    }
  }

  @Override
  public String toString() {
    return name + (users.isClosed() ? " (closed)" : " (" + number + ")");
  }
}
