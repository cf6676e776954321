package dev.signalman.io;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.posix.ErrnoH;
import java.nio.channels.ClosedChannelException;

/// The state that reading and writing of an [Fd] share: the number, its users, and whether calls
/// wait.
final class Descriptor {
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

  /// Whether the open file is known to be in non-blocking mode. Otherwise the kernel is asked
  /// before each call whether the descriptor is ready.
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

  /// Throws for a failed call, unless a signal handler interrupted it: then the caller repeats it.
  void failUnlessInterrupted(String call, long result) throws PosixException {
    if (result != -ErrnoH.EINTR) {
      throw new PosixException(call + "(" + name + ")", new Errno((int) -result));
    }
  }

  @Override
  public String toString() {
    return name + (users.isClosed() ? " (closed)" : " (" + number + ")");
  }
}
