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

  /// Event flag: told once, and then nothing until the events are changed.
  public static final int EPOLLONESHOT = 1 << 30;

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
  private static final FunctionDescriptor WAIT_TYPE =
      FunctionDescriptor.of(INT, INT, ADDRESS, INT, INT);
  private static final FunctionDescriptor PWAIT2_TYPE =
      FunctionDescriptor.of(LONG, LONG, LONG, ADDRESS, LONG, ADDRESS, ADDRESS, LONG);

  // Each wait is bound twice. Capturing errno makes a new segment for each call (JDK 25,
  // SharedUtils.checkCaptureSegment), which the last compiler removes only where the call does not
  // lie too deep among others that it inlines. So a wait is made without, and if it fails, a look
  // without waiting says why.
  private static final MethodHandle WAIT = Linking.plain("epoll_wait", WAIT_TYPE);
  private static final MethodHandle LOOK = Linking.function("epoll_wait", WAIT_TYPE);
  private static final MethodHandle PWAIT2 = Linking.plainVariadic("syscall", 1, PWAIT2_TYPE);
  private static final MethodHandle LOOK2 = Linking.variadic("syscall", 1, PWAIT2_TYPE);
  private static final Memory NO_TIME = Memory.allocate(16);

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

  /// `epoll_wait(2)`; `timeout` in milliseconds, -1 for ever. A wait that a signal handler
  /// interrupts ends as if its time were over.
  ///
  /// @return events stored, 0 when the time is over, or `-EBADF`, `-EINVAL`
  public static int epoll_wait(int epfd, Memory events, int maxevents, int timeout) {
    try {
      int result = (int) WAIT.invokeExact(epfd, events.segment(), maxevents, timeout);
      if (result >= 0) {
        return result;
      }
      MemorySegment state = Linking.state();
      return Linking.result(
          state, (int) LOOK.invokeExact(state, epfd, events.segment(), maxevents, 0));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `epoll_pwait2(2)` without a mask, since Linux 5.11; `timeout` is a `struct timespec`. A wait
  /// that a signal handler interrupts ends as if its time were over.
  ///
  /// @return events stored, 0 when the time is over, or `-EBADF`, `-EINVAL`, `-ENOSYS`, or `-EPERM`
  ///   from a filter of system calls
  public static int epoll_pwait2(int epfd, Memory events, int maxevents, Memory timeout) {
    try {
      long result =
          (long)
              PWAIT2.invokeExact(
                  SyscallNumbers.EPOLL_PWAIT2,
                  (long) epfd,
                  events.segment(),
                  (long) maxevents,
                  timeout.segment(),
                  MemorySegment.NULL,
                  0L);
      return result >= 0 ? (int) result : look2(epfd, events, maxevents);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  private static int look2(int epfd, Memory events, int maxevents) throws Throwable {
    MemorySegment state = Linking.state();
    long result =
        (long)
            LOOK2.invokeExact(
                state,
                SyscallNumbers.EPOLL_PWAIT2,
                (long) epfd,
                events.segment(),
                (long) maxevents,
                NO_TIME.segment(),
                MemorySegment.NULL,
                0L);
    return (int) Linking.result(state, result);
  }
}
