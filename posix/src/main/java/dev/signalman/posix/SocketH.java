package dev.signalman.posix;

/// `<sys/socket.h>` and `<sys/un.h>`. Every function returns `-errno` on failure.
public final class SocketH {
  /// Family: UNIX.
  public static final int AF_UNIX = 1;

  /// Family: IPv4.
  public static final int AF_INET = 2;

  /// Family: IPv6.
  public static final int AF_INET6 = 10;

  /// Type: a stream.
  public static final int SOCK_STREAM = 1;

  /// Type: messages without a connection.
  public static final int SOCK_DGRAM = 2;

  /// Type: messages, in order, on a connection.
  public static final int SOCK_SEQPACKET = 5;

  /// Flag of a type: reads and writes do not wait.
  public static final int SOCK_NONBLOCK = 0x800;

  /// Flag of a type: closed by exec.
  public static final int SOCK_CLOEXEC = 0x80000;

  /// Level of general socket options and of control messages.
  public static final int SOL_SOCKET = 1;

  /// Option: the type.
  public static final int SO_TYPE = 3;

  /// Option: whether it accepts connections.
  public static final int SO_ACCEPTCONN = 30;

  /// Option: the family.
  public static final int SO_DOMAIN = 39;

  /// Option: pid, uid and gid of the other end.
  public static final int SO_PEERCRED = 17;

  /// Control message: descriptors.
  public static final int SCM_RIGHTS = 1;

  /// Control message: a descriptor of the sender's process, since Linux 6.5.
  public static final int SCM_PIDFD = 4;

  /// Flag of send and recv: this call does not wait, whatever the mode of the socket.
  public static final int MSG_DONTWAIT = 0x40;

  /// Flag of send and recv: a broken connection is an error, not a SIGPIPE.
  public static final int MSG_NOSIGNAL = 0x4000;

  /// Flag of recvmsg: descriptors that arrive are closed by exec.
  public static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

  /// Flag that recvmsg sets: control data, perhaps descriptors, did not fit or could not be
  /// received.
  public static final int MSG_CTRUNC = 8;

  /// How [#shutdown]: no more writes.
  public static final int SHUT_WR = 1;

  /// Bytes in `struct sockaddr_un`: the family and the path.
  public static final int SOCKADDR_UN_SIZE = 110;

  /// Offset of `sun_path`.
  public static final int SUN_PATH = 2;

  /// Bytes in `struct msghdr`.
  public static final int MSGHDR_SIZE = 56;

  /// Offset of `msg_iov`.
  public static final int MSG_IOV = 16;

  /// Offset of `msg_iovlen`.
  public static final int MSG_IOVLEN = 24;

  /// Offset of `msg_control`.
  public static final int MSG_CONTROL = 32;

  /// Offset of `msg_controllen`.
  public static final int MSG_CONTROLLEN = 40;

  /// Offset of `msg_flags`.
  public static final int MSG_FLAGS = 48;

  /// Bytes in `struct cmsghdr`: length, level, type; the data follow.
  public static final int CMSGHDR_SIZE = 16;

  private SocketH() {}

  /// `socketpair(2)`: `fds` takes two C ints.
  public static int socketpair(int family, int type, int protocol, Memory fds) {
    return (int) Kernel.call(SyscallNumbers.SOCKETPAIR, family, type, protocol, fds);
  }

  /// `socket(2)`: returns the descriptor.
  public static int socket(int family, int type, int protocol) {
    return (int) Kernel.call(SyscallNumbers.SOCKET, family, type, protocol);
  }

  /// `bind(2)`.
  public static int bind(int fd, Memory address, int size) {
    return (int) Kernel.call(SyscallNumbers.BIND, fd, address, size);
  }

  /// `listen(2)`.
  public static int listen(int fd, int backlog) {
    return (int) Kernel.call(SyscallNumbers.LISTEN, fd, backlog);
  }

  /// `accept4(2)` without the peer's address: returns the descriptor.
  public static int accept4(int fd, int flags) {
    return (int) Kernel.call(SyscallNumbers.ACCEPT4, fd, 0, 0, flags);
  }

  /// `connect(2)`.
  public static int connect(int fd, Memory address, int size) {
    return (int) Kernel.call(SyscallNumbers.CONNECT, fd, address, size);
  }

  /// `send(2)`: returns the bytes sent.
  public static long send(int fd, Memory bytes, long count, int flags) {
    return Kernel.call(SyscallNumbers.SENDTO, fd, bytes, Math.min(count, bytes.size()), flags);
  }

  /// `sendmsg(2)`: returns the bytes sent.
  public static long sendmsg(int fd, Memory message, int flags) {
    return Kernel.call(SyscallNumbers.SENDMSG, fd, message, flags);
  }

  /// `recvmsg(2)`: returns the bytes received.
  public static long recvmsg(int fd, Memory message, int flags) {
    return Kernel.call(SyscallNumbers.RECVMSG, fd, message, flags);
  }

  /// `getsockopt(2)`; `size` is a C int, changed to what was stored.
  public static int getsockopt(int fd, int level, int option, Memory value, Memory size) {
    return (int) Kernel.call(SyscallNumbers.GETSOCKOPT, fd, level, option, value, size);
  }

  /// `shutdown(2)`.
  public static int shutdown(int fd, int how) {
    return (int) Kernel.call(SyscallNumbers.SHUTDOWN, fd, how);
  }
}
