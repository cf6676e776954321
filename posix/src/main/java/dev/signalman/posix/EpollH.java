package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static dev.signalman.posix.Linking.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `<sys/epoll.h>`. Every function returns `-errno` on failure.
public final class EpollH {
  /// Flag: closed by exec.
  public static final int EPOLL_CLOEXEC = 0x80000;

  /// Event: there is something to read.
  public static final int EPOLLIN = 1;

  /// Event flag: told once when it becomes ready, not as long as it is.
  public static final int EPOLLET = 1 << 31;

  /// Event: there is room to write.
  public static final int EPOLLOUT = 4;

  /// Event, always reported: an error, or nobody reads.
  public static final int EPOLLERR = 8;

  /// Event, always reported: the other end is closed.
  public static final int EPOLLHUP = 16;

  /// Operation: removes a descriptor.
  public static final int EPOLL_CTL_DEL = 2;

  /// Operation: changes the events of a descriptor.
  public static final int EPOLL_CTL_MOD = 3;

  /// Operation: adds a descriptor.
  public static final int EPOLL_CTL_ADD = 1;

  /// Size of `struct epoll_event`: packed on x86-64, and only there.
  public static final int EVENT_SIZE = isX86() ? 12 : 16;

  /// Offset of `events`.
  public static final int EVENTS = 0;

  /// Offset of `data`.
  public static final int DATA = isX86() ? 4 : 8;

  private static final MethodHandle CREATE =
      Linking.function("epoll_create1", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle CTL =
      Linking.function("epoll_ctl", FunctionDescriptor.of(INT, INT, INT, INT, ADDRESS));
  private static final MethodHandle WAIT =
      Linking.function("epoll_wait", FunctionDescriptor.of(INT, INT, ADDRESS, INT, INT));
  private static final MethodHandle SYSCALL =
      Linking.variadic(
          "syscall",
          1,
          FunctionDescriptor.of(LONG, LONG, LONG, ADDRESS, LONG, ADDRESS, ADDRESS, LONG));

  private EpollH() {}

  private static boolean isX86() {
    String architecture = System.getProperty("os.arch", "");
    return architecture.equals("amd64") || architecture.equals("x86_64");
  }

  /// `epoll_create1(2)`.
  ///
  /// @return the descriptor, or `-EINVAL`, `-EMFILE`, `-ENFILE`, `-ENOMEM`
  public static int epoll_create1(int flags) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) CREATE.invokeExact(state, flags));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `epoll_ctl(2)`.
  ///
  /// @return 0 or `-errno`
  public static int epoll_ctl(int epfd, int operation, int fd, Memory event) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state, (int) CTL.invokeExact(state, epfd, operation, fd, event.segment()));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `epoll_wait(2)`; `timeout` in milliseconds, -1 for ever.
  ///
  /// @return events stored, 0 when the time is over, or `-EBADF`, `-EINTR`, `-EINVAL`
  public static int epoll_wait(int epfd, Memory events, int maxevents, int timeout) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state, (int) WAIT.invokeExact(state, epfd, events.segment(), maxevents, timeout));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `epoll_pwait2(2)` without a mask, since Linux 5.11; `timeout` is a `struct timespec`.
  ///
  /// @return events stored, 0 when the time is over, or `-EBADF`, `-EINTR`, `-EINVAL`, `-ENOSYS`
  public static int epoll_pwait2(int epfd, Memory events, int maxevents, Memory timeout) {
    MemorySegment state = Linking.state();
    try {
      long result =
          (long)
              SYSCALL.invokeExact(
                  state,
                  SyscallNumbers.EPOLL_PWAIT2,
                  (long) epfd,
                  events.segment(),
                  (long) maxevents,
                  timeout.segment(),
                  MemorySegment.NULL,
                  0L);
      return (int) Linking.result(state, result);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
