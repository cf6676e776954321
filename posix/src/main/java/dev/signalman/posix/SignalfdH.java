package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `<sys/signalfd.h>`.
public final class SignalfdH {
  /// Flag: reads do not wait.
  public static final int SFD_NONBLOCK = 0x800;

  /// Flag: closed by exec.
  public static final int SFD_CLOEXEC = 0x80000;

  private static final MethodHandle SIGNALFD =
      Linking.function("signalfd", FunctionDescriptor.of(INT, INT, ADDRESS, INT));

  private SignalfdH() {}

  /// `signalfd(2)`: makes (`fd` = -1) or changes a descriptor that yields pending signals of
  /// `mask`, a `sigset_t`, as [SignalfdSiginfo] records.
  ///
  /// @return the descriptor, or `-EBADF`, `-EINVAL`, `-EMFILE`, `-ENFILE`, `-ENODEV`, `-ENOMEM`
  public static int signalfd(int fd, Memory mask, int flags) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) SIGNALFD.invokeExact(state, fd, mask.segment(), flags));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
