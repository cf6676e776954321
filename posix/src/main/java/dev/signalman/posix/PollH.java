package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static dev.signalman.posix.Linking.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `<poll.h>`.
public final class PollH {
  /// Event: there is something to read.
  public static final short POLLIN = 1;

  /// Event: there is room to write.
  public static final short POLLOUT = 4;

  /// Bytes in `struct pollfd`: descriptor, wanted events, events.
  public static final int POLLFD_SIZE = 8;

  private static final MethodHandle POLL =
      Linking.function("poll", FunctionDescriptor.of(INT, ADDRESS, LONG, INT));

  private PollH() {}

  /// `poll(2)`; `timeout` in milliseconds, -1 for ever.
  ///
  /// @return descriptors with events, 0 when the time is over, or `-EINTR`, `-EINVAL`
  public static int poll(Memory fds, long count, int timeout) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) POLL.invokeExact(state, fds.segment(), count, timeout));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
