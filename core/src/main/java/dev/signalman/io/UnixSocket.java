package dev.signalman.io;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SocketH;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connected UNIX stream socket (unix(7)): bytes both ways, the identity of the other end, and
/// open descriptors as messages.
public final class UnixSocket implements AutoCloseable {
  private final Fd fd;

  UnixSocket(Fd fd) {
    this.fd = fd;
  }

  /// Connects to a socket that a [UnixServer], or any other program, listens on.
  ///
  /// @throws IllegalArgumentException if the path is too long for a socket: over 107 bytes
  /// @throws PosixException ENOENT or ECONNREFUSED if no program listens there, EACCES, EAGAIN if
  ///   the listener's queue is full
  public static UnixSocket connect(Path path) throws PosixException {
    VmMode.requireNative("UNIX sockets (UnixSocket)");
    Memory address = SocketAddress.of(path);
    int number =
        Calls.check(
            SocketH.socket(
                SocketH.AF_UNIX,
                SocketH.SOCK_STREAM | SocketH.SOCK_CLOEXEC | SocketH.SOCK_NONBLOCK,
                0),
            () -> "socket(AF_UNIX, SOCK_STREAM)");
    Fd fd = Fd.nonBlocking(number, "socket to " + path);
    int result = SocketH.connect(number, address, (int) address.size());
    if (result < 0) {
      fd.close();
      throw new PosixException("connect(" + path + ")", new Errno(-result));
    }
    return new UnixSocket(fd);
  }

  /// Takes over a connected socket that this process was started with.
  ///
  /// @throws PosixException EBADF if no such descriptor is open
  /// @throws IllegalStateException if this process opened it itself, or has taken it over before
  public static UnixSocket inherited(int number) throws PosixException {
    return of(Fd.inherited(number));
  }

  /// A socket on a descriptor that is a connected socket, such as one that was received or passed
  /// by a service manager. Closing either closes both.
  public static UnixSocket of(Fd fd) {
    return new UnixSocket(fd);
  }

  /// The descriptor of the socket, for reading and writing.
  public Fd fd() {
    return fd;
  }

  /// The stream of bytes from the other end.
  public InputStream in() {
    return fd.in();
  }

  /// The stream of bytes to the other end.
  public OutputStream out() {
    return fd.out();
  }

  /// Ends the output: the other end reads what is left and then sees the end.
  public void endOutput() throws PosixException {
    fd.call("shutdown(SHUT_WR)", number -> SocketH.shutdown(number, SocketH.SHUT_WR));
  }

  /// The process at the other end.
  public PeerCredentials peer() throws PosixException {
    Memory value = Memory.allocate(12);
    Memory size = Memory.allocate(4).putInt(0, 12);
    fd.call(
        "getsockopt(SO_PEERCRED)",
        number -> SocketH.getsockopt(number, SocketH.SOL_SOCKET, SocketH.SO_PEERCRED, value, size));
    return new PeerCredentials(
        value.getInt(0),
        Integer.toUnsignedLong(value.getInt(4)),
        Integer.toUnsignedLong(value.getInt(8)));
  }

  /// Sends bytes together with open descriptors (`SCM_RIGHTS`, unix(7)): the other end gets
  /// descriptors of its own for the same open files. Those sent stay open here.
  ///
  /// @param bytes at least one, because descriptors cannot be sent alone; all are sent
  /// @throws IllegalArgumentException for no bytes, or more than 253 descriptors
  /// @throws IllegalStateException if one of the descriptors is closed
  public void send(ByteBuffer bytes, Fd... descriptors) throws IOException {
    if (!bytes.hasRemaining()) {
      throw new IllegalArgumentException("descriptors travel with at least one byte");
    }
    DescriptorMessage message = DescriptorMessage.toSend(bytes, descriptors);
    fd.writeFirst("sendmsg", number -> message.send(number, descriptors), bytes);
  }

  /// Receives bytes and the descriptors that came with them; the caller has to close those.
  ///
  /// Control messages of other kinds, such as the sender's credentials on a socket with
  /// SO_PASSCRED, are skipped; [#peer] names the sender.
  ///
  /// @param room the largest number of descriptors to take
  /// @return the bytes and descriptors, or null at the end
  /// @throws java.nio.ReadOnlyBufferException for a read-only target; nothing is received then
  /// @throws IOException also if more descriptors came than there was room for, or than this
  ///   process may have open: all are closed then. The bytes that came with them are in the target
  public @Nullable Received receive(ByteBuffer target, int room) throws IOException {
    Input.checkWritable(target);
    DescriptorMessage message = DescriptorMessage.toReceive(target.remaining(), room);
    try {
      long count =
          fd.whenReadable(
              "recvmsg",
              number ->
                  SocketH.recvmsg(
                      number, message.header(), SocketH.MSG_CMSG_CLOEXEC | SocketH.MSG_DONTWAIT));
      return received(message, (int) count, room, target);
    } finally {
      Reference.reachabilityFence(message);
    }
  }

  private @Nullable Received received(
      DescriptorMessage message, int count, int room, ByteBuffer target) throws IOException {
    List<Fd> descriptors = message.descriptors();
    boolean end = count == 0 && target.hasRemaining();
    message.copyTo(target, count);
    if (message.isTruncated() || descriptors.size() > room) {
      descriptors.forEach(Fd::close);
      throw new IOException(
          "descriptors that came through "
              + fd
              + " are lost: "
              + loss(message, descriptors.size(), room));
    }
    return end ? null : new Received(count, descriptors);
  }

  private static String loss(DescriptorMessage message, int came, int room) {
    return message.isTruncated()
        ? "this process may have no more open (RLIMIT_NOFILE)"
        : "more than there was room for, " + came + " instead of " + room;
  }

  /// The result of [#receive].
  ///
  /// @param count the number of bytes
  /// @param descriptors open descriptors, the receiver's own
  public record Received(int count, List<Fd> descriptors) {
    /// Copies the list.
    public Received {
      descriptors = List.copyOf(descriptors);
    }
  }

  /// Closes the socket.
  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return fd.toString();
  }
}
