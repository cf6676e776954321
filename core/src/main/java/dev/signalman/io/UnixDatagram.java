package dev.signalman.io;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SocketH;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A UNIX datagram socket that sends to one address (unix(7)): each message arrives as a whole, in
/// order, with the open descriptors that were sent with it. The receiver can ask the kernel for the
/// sender's pid, uid and gid.
///
/// The kernel keeps a message until the receiver takes it. If the receiver has closed its socket,
/// or has gone, sending fails with ECONNREFUSED; messages that it has not taken are lost then.
public final class UnixDatagram implements AutoCloseable {
  private static final int FLAGS =
      SocketH.SOCK_DGRAM | SocketH.SOCK_CLOEXEC | SocketH.SOCK_NONBLOCK;

  private final Fd fd;

  private UnixDatagram(Fd fd) {
    this.fd = fd;
  }

  /// Opens a socket that sends to the one at a path.
  ///
  /// @throws IllegalArgumentException if the path is too long for a socket: over 107 bytes
  /// @throws PosixException ENOENT or ECONNREFUSED if no program receives there, EACCES, EPROTOTYPE
  ///   if it is no datagram socket
  public static UnixDatagram connect(Path path) throws PosixException {
    return connect(SocketAddress.of(path), path.toString());
  }

  /// Opens a socket that sends to the one with a name in Linux's abstract namespace, which belongs
  /// to the network namespace and not to the file system.
  ///
  /// @param name without the leading zero byte, for which `@` is often written
  /// @throws IllegalArgumentException if the name is empty or over 107 bytes
  /// @throws PosixException ECONNREFUSED if no program receives there, EPROTOTYPE if it is no
  ///   datagram socket
  public static UnixDatagram connectAbstract(String name) throws PosixException {
    return connect(SocketAddress.ofAbstract(name), "@" + name);
  }

  private static UnixDatagram connect(Memory address, String name) throws PosixException {
    VmMode.requireNative("UNIX sockets (UnixDatagram)");
    int number =
        Calls.check(SocketH.socket(SocketH.AF_UNIX, FLAGS, 0), "socket(AF_UNIX, SOCK_DGRAM)");
    Fd fd = Fd.nonBlocking(number, "socket to " + name);
    int result = SocketH.connect(number, address, (int) address.size());
    if (result < 0) {
      fd.close();
      throw new PosixException("connect(" + name + ")", new Errno(-result));
    }
    return new UnixDatagram(fd);
  }

  /// The descriptor of the socket, to wait for room: it is writable while a message would be taken.
  public Fd fd() {
    return fd;
  }

  /// Sends one message, together with open descriptors, as [UnixSocket#send] does; waits while the
  /// receiver has as many messages as its socket holds.
  ///
  /// @param message at most 65,536 bytes
  /// @throws IllegalArgumentException for a longer message, or more than 253 descriptors
  /// @throws PosixException ECONNREFUSED if the receiver has gone, EMSGSIZE if the message is
  ///   longer than the socket takes
  public void send(ByteBuffer message, Fd... descriptors) throws IOException {
    DescriptorMessage made = made(message, descriptors);
    fd.writeFirst("sendmsg", number -> made.send(number, descriptors), message);
  }

  /// The same without waiting.
  ///
  /// @return false if there is no room now; nothing was sent then
  public boolean trySend(ByteBuffer message, Fd... descriptors) throws IOException {
    DescriptorMessage made = made(message, descriptors);
    long sent = fd.use(number -> made.send(number, descriptors));
    if (sent == -ErrnoH.EAGAIN) {
      return false;
    }
    Calls.check((int) sent, () -> "sendmsg(" + fd + ")");
    message.position(message.limit());
    return true;
  }

  private static DescriptorMessage made(ByteBuffer message, Fd... descriptors) {
    if (message.remaining() > DescriptorMessage.MOST_BYTES) {
      throw new IllegalArgumentException(
          "a message has at most "
              + DescriptorMessage.MOST_BYTES
              + " bytes, not "
              + message.remaining());
    }
    return DescriptorMessage.toSend(message, descriptors);
  }

  /// Closes the socket. Messages that were sent stay with the receiver.
  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return fd.toString();
  }
}
