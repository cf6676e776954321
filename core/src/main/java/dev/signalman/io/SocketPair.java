package dev.signalman.io;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SocketH;

/// Two connected UNIX sockets (socketpair(2)): each end reads what the other writes.
///
/// @param left one end
/// @param right the other
public record SocketPair(UnixSocket left, UnixSocket right) implements AutoCloseable {

  /// Opens a pair of streams.
  ///
  /// @throws PosixException EMFILE or ENFILE if no descriptors are left
  public static SocketPair open() throws PosixException {
    VmMode.requireNative("UNIX sockets (SocketPair)");
    Memory ends = Memory.allocate(8);
    Calls.check(
        SocketH.socketpair(
            SocketH.AF_UNIX,
            SocketH.SOCK_STREAM | SocketH.SOCK_CLOEXEC | SocketH.SOCK_NONBLOCK,
            0,
            ends),
        () -> "socketpair(AF_UNIX, SOCK_STREAM)");
    return new SocketPair(
        new UnixSocket(Fd.nonBlocking(ends.getInt(0), "left end of a socket pair")),
        new UnixSocket(Fd.nonBlocking(ends.getInt(4), "right end of a socket pair")));
  }

  /// Closes both ends.
  @Override
  public void close() {
    try {
      left.close();
    } finally {
      right.close();
    }
  }
}
