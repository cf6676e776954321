package dev.signalman.posix;

import org.jspecify.annotations.Nullable;

/// `<poll.h>`.
public final class PollH {
  /// Event: there is something to read.
  public static final short POLLIN = 1;

  /// Event: there is room to write.
  public static final short POLLOUT = 4;

  /// Bytes in `struct pollfd`: descriptor, wanted events, events.
  public static final int POLLFD_SIZE = 8;

  private PollH() {}

  /// `poll(2)`; `timeout` in milliseconds, -1 for ever.
  ///
  /// @return descriptors with events, 0 when the time is over, or `-EINTR`, `-EINVAL`
  public static int poll(Memory fds, long count, int timeout) {
    @Nullable Memory time = timeout < 0 ? null : timespec(timeout);
    return (int) Kernel.call(SyscallNumbers.PPOLL, fds, count, time);
  }

  /// A new one each time: the kernel writes the time that is left into it.
  private static Memory timespec(int millis) {
    return Memory.allocate(2 * Long.BYTES)
        .putLong(0, millis / 1_000)
        .putLong(Long.BYTES, millis % 1_000 * 1_000_000L);
  }
}
