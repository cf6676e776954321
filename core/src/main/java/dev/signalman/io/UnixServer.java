package dev.signalman.io;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SocketH;
import java.io.IOException;
import java.nio.file.Path;

/// A UNIX socket that accepts connections (unix(7)).
///
/// [#listen] makes the file at the path, and [#close] leaves it there: when to remove it is up to
/// the program, because another server may have taken its place.
public final class UnixServer implements AutoCloseable {
  private static final int FLAGS =
      SocketH.SOCK_STREAM | SocketH.SOCK_CLOEXEC | SocketH.SOCK_NONBLOCK;

  private final Fd fd;

  private UnixServer(Fd fd) {
    this.fd = fd;
  }

  /// Makes a socket at a path and listens on it.
  ///
  /// @param backlog how many connections may wait to be accepted
  /// @throws IllegalArgumentException if the path is too long for a socket: over 107 bytes
  /// @throws PosixException EADDRINUSE if something is there, EACCES, ENOENT
  public static UnixServer listen(Path path, int backlog) throws PosixException {
    VmMode.requireNative("UNIX sockets (UnixServer)");
    Memory address = SocketAddress.of(path);
    int number =
        Calls.check(
            SocketH.socket(SocketH.AF_UNIX, FLAGS, 0), () -> "socket(AF_UNIX, SOCK_STREAM)");
    Fd fd = Fd.nonBlocking(number, "socket at " + path);
    int result = SocketH.bind(number, address, (int) address.size());
    if (result >= 0) {
      result = SocketH.listen(number, backlog);
    }
    if (result < 0) {
      fd.close();
      throw new PosixException("bind(" + path + ")", new Errno(-result));
    }
    return new UnixServer(fd);
  }

  /// A server on a descriptor that is a listening socket, such as a [PassedFd] from a service
  /// manager. The descriptor becomes non-blocking. Closing either closes both.
  public static UnixServer of(Fd listening) throws PosixException {
    listening.makeNonBlocking();
    return new UnixServer(listening);
  }

  /// The descriptor of the socket.
  public Fd fd() {
    return fd;
  }

  /// Waits for the next connection.
  public UnixSocket accept() throws IOException {
    long number =
        fd.whenReadable(
            "accept4",
            listening -> SocketH.accept4(listening, SocketH.SOCK_CLOEXEC | SocketH.SOCK_NONBLOCK));
    return new UnixSocket(Fd.nonBlocking((int) number, "accepted socket"));
  }

  /// Stops listening.
  @Override
  public void close() {
    fd.close();
  }
}
