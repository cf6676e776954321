package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `<sys/eventfd.h>`.
public final class EventfdH {
  /// Flag: reads do not wait.
  public static final int EFD_NONBLOCK = 0x800;

  /// Flag: closed by exec.
  public static final int EFD_CLOEXEC = 0x80000;

  private static final MethodHandle EVENTFD =
      Linking.function("eventfd", FunctionDescriptor.of(INT, INT, INT));

  private EventfdH() {}

  /// `eventfd(2)`: a counter that can be waited for.
  ///
  /// @return the descriptor, or `-EINVAL`, `-EMFILE`, `-ENFILE`, `-ENODEV`, `-ENOMEM`
  public static int eventfd(int initial, int flags) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) EVENTFD.invokeExact(state, initial, flags));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
