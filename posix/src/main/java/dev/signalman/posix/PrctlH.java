package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static dev.signalman.posix.Linking.LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// `<sys/prctl.h>`.
public final class PrctlH {
  /// Option: by how many nanoseconds the kernel may delay the calling thread's timeouts; 0 for as
  /// many as when the thread began.
  public static final int PR_SET_TIMERSLACK = 29;

  /// Option: whether orphaned descendants become children of this process.
  public static final int PR_SET_CHILD_SUBREAPER = 36;

  /// Option: the same, asked; the argument is the address of a C int.
  public static final int PR_GET_CHILD_SUBREAPER = 37;

  private static final FunctionDescriptor TYPE = FunctionDescriptor.of(INT, INT, LONG);
  private static final MethodHandle PRCTL = Linking.variadic("prctl", 1, TYPE);
  private static final MethodHandle PLAIN = // see EpollH for why
      Linking.plainVariadic("prctl", 1, TYPE);

  private PrctlH() {}

  /// `prctl(2)` with one argument; concerns the calling thread or the process, as the option says.
  ///
  /// @return the option's result, or `-errno`
  public static int prctl(int option, long argument) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) PRCTL.invokeExact(state, option, argument));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// The option [#PR_SET_TIMERSLACK], which does not fail. Never allocates.
  public static void setTimerSlack(long nanos) {
    try {
      int _ = (int) PLAIN.invokeExact(PR_SET_TIMERSLACK, nanos);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
