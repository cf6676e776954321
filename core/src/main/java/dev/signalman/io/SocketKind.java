package dev.signalman.io;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SocketH;
import org.jspecify.annotations.Nullable;

/// What kind of socket a descriptor is (socket(7)), for checking one that another process opened.
///
/// @param family the kind of its addresses
/// @param type how it transfers bytes
/// @param listening whether it accepts connections
public record SocketKind(Family family, Type type, boolean listening) {
  /// The kind of addresses.
  public enum Family {
    /// Paths and abstract names (unix(7)).
    UNIX,
    /// IPv4 (ip(7)).
    IPV4,
    /// IPv6 (ipv6(7)).
    IPV6,
    /// Any other.
    OTHER
  }

  /// How bytes are transferred.
  public enum Type {
    /// As a stream.
    STREAM,
    /// As messages without a connection.
    DATAGRAM,
    /// As messages on a connection.
    SEQPACKET,
    /// In any other way.
    OTHER
  }

  /// The kind of a descriptor.
  ///
  /// @return null if it is no socket
  /// @throws IllegalStateException if it is closed
  public static @Nullable SocketKind of(Fd fd) throws PosixException {
    Memory value = Memory.allocate(Integer.BYTES);
    int result = option(fd, SocketH.SO_DOMAIN, value);
    if (result == -ErrnoH.ENOTSOCK) {
      return null;
    }
    Calls.check(result, () -> "getsockopt(" + fd + ", SO_DOMAIN)");
    Family family = family(value.getInt(0));
    Calls.check(option(fd, SocketH.SO_TYPE, value), () -> "getsockopt(" + fd + ", SO_TYPE)");
    Type type = type(value.getInt(0));
    Calls.check(
        option(fd, SocketH.SO_ACCEPTCONN, value), () -> "getsockopt(" + fd + ", SO_ACCEPTCONN)");
    return new SocketKind(family, type, value.getInt(0) != 0);
  }

  private static int option(Fd fd, int option, Memory value) {
    Memory size = Memory.allocate(Integer.BYTES).putInt(0, Integer.BYTES);
    return fd.use(number -> SocketH.getsockopt(number, SocketH.SOL_SOCKET, option, value, size));
  }

  private static Family family(int number) {
    return switch (number) {
      case SocketH.AF_UNIX -> Family.UNIX;
      case SocketH.AF_INET -> Family.IPV4;
      case SocketH.AF_INET6 -> Family.IPV6;
      default -> Family.OTHER;
    };
  }

  private static Type type(int number) {
    return switch (number) {
      case SocketH.SOCK_STREAM -> Type.STREAM;
      case SocketH.SOCK_DGRAM -> Type.DATAGRAM;
      case SocketH.SOCK_SEQPACKET -> Type.SEQPACKET;
      default -> Type.OTHER;
    };
  }
}
