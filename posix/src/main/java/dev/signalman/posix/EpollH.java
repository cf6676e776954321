package dev.signalman.posix;

/// `<sys/epoll.h>`. Every function returns `-errno` on failure.
public final class EpollH {
  /// Flag: closed by exec.
  public static final int EPOLL_CLOEXEC = 0x80000;

  /// Event: there is something to read.
  public static final int EPOLLIN = 1;

  /// Event flag: reported once when it becomes ready, not as long as it is ready.
  public static final int EPOLLET = 1 << 31;

  /// Event flag: reported once, then disarmed until the events are changed.
  public static final int EPOLLONESHOT = 1 << 30;

  /// Event: there is room to write.
  public static final int EPOLLOUT = 4;

  /// Event, always reported: an error, or no reader is left.
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

  private EpollH() {}

  private static boolean isX86() {
    return SyscallNumbers.isX86(System.getProperty("os.arch", ""));
  }

  /// `epoll_create1(2)`.
  ///
  /// @return the descriptor, or `-EINVAL`, `-EMFILE`, `-ENFILE`, `-ENOMEM`
  public static int epoll_create1(int flags) {
    return (int) Kernel.call(SyscallNumbers.EPOLL_CREATE1, flags);
  }

  /// `epoll_ctl(2)`.
  ///
  /// @return 0 or `-errno`
  public static int epoll_ctl(int epfd, int operation, int fd, Memory event) {
    return (int) Kernel.call(SyscallNumbers.EPOLL_CTL, epfd, operation, fd, event);
  }

  /// `epoll_wait(2)`; `timeout` in milliseconds, -1 for ever. A wait that a signal handler
  /// interrupts ends as if its time were over.
  ///
  /// @return events stored, 0 when the time is over, or `-EBADF`, `-EINVAL`
  public static int epoll_wait(int epfd, Memory events, int maxevents, int timeout) {
    return unlessInterrupted(
        Kernel.call(SyscallNumbers.EPOLL_PWAIT, epfd, events, maxevents, timeout));
  }

  /// `epoll_pwait2(2)` without a mask, since Linux 5.11; `timeout` is a `struct timespec`. A wait
  /// that a signal handler interrupts ends as if its time were over.
  ///
  /// @return events stored, 0 when the time is over, or `-EBADF`, `-EINVAL`, `-ENOSYS`, or `-EPERM`
  ///   from a filter of system calls
  public static int epoll_pwait2(int epfd, Memory events, int maxevents, Memory timeout) {
    return unlessInterrupted(
        Kernel.call(SyscallNumbers.EPOLL_PWAIT2, epfd, events, maxevents, timeout));
  }

  /// Turns ErrnoH.EINTR into 0, as if the time were over: `SA_RESTART` does not restart these calls
  /// (signal(7)).
  private static int unlessInterrupted(long result) {
    return result == -ErrnoH.EINTR ? 0 : (int) result;
  }
}
