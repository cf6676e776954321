package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static dev.signalman.posix.Linking.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `<sys/socket.h>` and `<sys/un.h>`. Every function returns `-errno` on failure.
public final class SocketH {
  /// Family: UNIX.
  public static final int AF_UNIX = 1;

  /// Type: a stream.
  public static final int SOCK_STREAM = 1;

  /// Type: messages, in order, on a connection.
  public static final int SOCK_SEQPACKET = 5;

  /// Flag of a type: reads and writes do not wait.
  public static final int SOCK_NONBLOCK = 0x800;

  /// Flag of a type: closed by exec.
  public static final int SOCK_CLOEXEC = 0x80000;

  /// Level of options of sockets in general; of control messages too.
  public static final int SOL_SOCKET = 1;

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

  /// Flag that recvmsg sets: control data, descriptors perhaps, did not fit or could not be had.
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

  private static final MethodHandle SOCKETPAIR =
      Linking.function("socketpair", FunctionDescriptor.of(INT, INT, INT, INT, ADDRESS));
  private static final MethodHandle SOCKET =
      Linking.function("socket", FunctionDescriptor.of(INT, INT, INT, INT));
  private static final MethodHandle BIND =
      Linking.function("bind", FunctionDescriptor.of(INT, INT, ADDRESS, INT));
  private static final MethodHandle LISTEN =
      Linking.function("listen", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle ACCEPT4 =
      Linking.function("accept4", FunctionDescriptor.of(INT, INT, ADDRESS, ADDRESS, INT));
  private static final MethodHandle CONNECT =
      Linking.function("connect", FunctionDescriptor.of(INT, INT, ADDRESS, INT));
  private static final MethodHandle SEND =
      Linking.function("send", FunctionDescriptor.of(LONG, INT, ADDRESS, LONG, INT));
  private static final MethodHandle SENDMSG =
      Linking.function("sendmsg", FunctionDescriptor.of(LONG, INT, ADDRESS, INT));
  private static final MethodHandle RECVMSG =
      Linking.function("recvmsg", FunctionDescriptor.of(LONG, INT, ADDRESS, INT));
  private static final MethodHandle GETSOCKOPT =
      Linking.function("getsockopt", FunctionDescriptor.of(INT, INT, INT, INT, ADDRESS, ADDRESS));
  private static final MethodHandle SHUTDOWN =
      Linking.function("shutdown", FunctionDescriptor.of(INT, INT, INT));

  private SocketH() {}

  /// `socketpair(2)`: `fds` takes two C ints.
  public static int socketpair(int family, int type, int protocol, Memory fds) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state, (int) SOCKETPAIR.invokeExact(state, family, type, protocol, fds.segment()));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `socket(2)`: returns the descriptor.
  public static int socket(int family, int type, int protocol) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) SOCKET.invokeExact(state, family, type, protocol));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `bind(2)`.
  public static int bind(int fd, Memory address, int size) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) BIND.invokeExact(state, fd, address.segment(), size));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `listen(2)`.
  public static int listen(int fd, int backlog) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) LISTEN.invokeExact(state, fd, backlog));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `accept4(2)` without the peer's address: returns the descriptor.
  public static int accept4(int fd, int flags) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state,
          (int) ACCEPT4.invokeExact(state, fd, MemorySegment.NULL, MemorySegment.NULL, flags));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `connect(2)`.
  public static int connect(int fd, Memory address, int size) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) CONNECT.invokeExact(state, fd, address.segment(), size));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `send(2)`: returns the bytes sent.
  public static long send(int fd, Memory bytes, long count, int flags) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state,
          (long)
              SEND.invokeExact(state, fd, bytes.segment(), Math.min(count, bytes.size()), flags));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `sendmsg(2)`: returns the bytes sent.
  public static long sendmsg(int fd, Memory message, int flags) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (long) SENDMSG.invokeExact(state, fd, message.segment(), flags));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `recvmsg(2)`: returns the bytes received.
  public static long recvmsg(int fd, Memory message, int flags) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (long) RECVMSG.invokeExact(state, fd, message.segment(), flags));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `getsockopt(2)`; `size` is a C int, changed to what was stored.
  public static int getsockopt(int fd, int level, int option, Memory value, Memory size) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state,
          (int) GETSOCKOPT.invokeExact(state, fd, level, option, value.segment(), size.segment()));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `shutdown(2)`.
  public static int shutdown(int fd, int how) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) SHUTDOWN.invokeExact(state, fd, how));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
