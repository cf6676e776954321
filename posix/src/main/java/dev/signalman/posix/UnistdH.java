package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static dev.signalman.posix.Linking.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `<unistd.h>`. Every function that can fail returns `-errno`.
public final class UnistdH {
  /// Flag of close_range(2): the calling thread leaves the descriptors that it shares with the
  /// other threads for a copy of its own first, for good.
  public static final int CLOSE_RANGE_UNSHARE = 2;

  /// Flag of [#close_range], since Linux 5.11: close them by exec, not now.
  public static final int CLOSE_RANGE_CLOEXEC = 4;

  private static final MethodHandle READ =
      Linking.function("read", FunctionDescriptor.of(LONG, INT, ADDRESS, LONG));
  private static final MethodHandle READ_PLAIN = // see EpollH for why
      Linking.plain("read", FunctionDescriptor.of(LONG, INT, ADDRESS, LONG));
  private static final MethodHandle WRITE =
      Linking.function("write", FunctionDescriptor.of(LONG, INT, ADDRESS, LONG));
  private static final MethodHandle CLOSE =
      Linking.function("close", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle CLOSE_RANGE =
      Linking.variadic("syscall", 1, FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG));
  private static final MethodHandle PIPE2 =
      Linking.function("pipe2", FunctionDescriptor.of(INT, ADDRESS, INT));
  private static final MethodHandle GETPID = Linking.plain("getpid", FunctionDescriptor.of(INT));
  private static final MethodHandle GETPPID = Linking.plain("getppid", FunctionDescriptor.of(INT));
  private static final MethodHandle GETUID = Linking.plain("getuid", FunctionDescriptor.of(INT));
  private static final MethodHandle GETTID =
      Linking.variadic("syscall", 1, FunctionDescriptor.of(LONG, LONG));

  private UnistdH() {}

  /// `read(2)`.
  ///
  /// @return bytes read, 0 at the end, or `-EAGAIN`, `-EBADF`, `-EINTR`, `-EINVAL`, `-EIO`
  public static long read(int fd, Memory buffer, long count) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state,
          (long) READ.invokeExact(state, fd, buffer.segment(), Math.min(count, buffer.size())));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `read(2)` of a descriptor that does not wait, for those to whom all failures are nothing to
  /// read. Never allocates.
  ///
  /// @return bytes read, or 0
  public static long readAny(int fd, Memory buffer) {
    try {
      return Math.max(0, (long) READ_PLAIN.invokeExact(fd, buffer.segment(), buffer.size()));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `write(2)`.
  ///
  /// @return bytes written, or `-EAGAIN`, `-EBADF`, `-EINTR`, `-EINVAL`, `-EIO`, `-EPIPE`
  public static long write(int fd, Memory buffer, long count) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state,
          (long) WRITE.invokeExact(state, fd, buffer.segment(), Math.min(count, buffer.size())));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `close(2)`. On Linux the descriptor is gone whatever the result.
  ///
  /// @return 0 or `-EBADF`, `-EINTR`, `-EIO`
  public static int close(int fd) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) CLOSE.invokeExact(state, fd));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `close_range(2)`, since Linux 5.9; `last` is unsigned, so that -1 means all from `first` on.
  ///
  /// @return 0 or `-EINVAL`, `-EMFILE`, `-ENOMEM`, `-ENOSYS`, or `-EPERM` from a filter of system
  ///   calls
  public static int close_range(int first, int last, int flags) {
    MemorySegment state = Linking.state();
    try {
      long result =
          (long)
              CLOSE_RANGE.invokeExact(
                  state,
                  SyscallNumbers.CLOSE_RANGE,
                  Integer.toUnsignedLong(first),
                  Integer.toUnsignedLong(last),
                  (long) flags);
      return (int) Linking.result(state, result);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `pipe2(2)`: `fds` takes two C ints, the read end first.
  ///
  /// @return 0 or `-EINVAL`, `-EMFILE`, `-ENFILE`
  public static int pipe2(Memory fds, int flags) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) PIPE2.invokeExact(state, fds.segment(), flags));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `getpid(2)`.
  public static int getpid() {
    try {
      return (int) GETPID.invokeExact();
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `getppid(2)`: 0 if the parent is in an outer pid namespace.
  public static int getppid() {
    try {
      return (int) GETPPID.invokeExact();
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `getuid(2)`.
  public static int getuid() {
    try {
      return (int) GETUID.invokeExact();
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `gettid(2)`: the calling platform thread, or the carrier of the calling virtual thread.
  public static int gettid() {
    try {
      return (int) (long) GETTID.invokeExact(Linking.state(), SyscallNumbers.GETTID);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
