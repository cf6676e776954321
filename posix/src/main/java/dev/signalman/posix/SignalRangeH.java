package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/// `SIGRTMIN` and `SIGRTMAX` of `<signal.h>`: what the C library leaves of the kernel's 32..64.
/// Apart from [SignalH], so that a program that only needs names links two functions and no more.
public final class SignalRangeH {
  private static final MethodHandle MIN =
      Linking.plain("__libc_current_sigrtmin", FunctionDescriptor.of(INT));
  private static final MethodHandle MAX =
      Linking.plain("__libc_current_sigrtmax", FunctionDescriptor.of(INT));

  private SignalRangeH() {}

  /// `SIGRTMIN`: 34 under glibc.
  public static int sigrtmin() {
    try {
      return (int) MIN.invokeExact();
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `SIGRTMAX`: 64.
  public static int sigrtmax() {
    try {
      return (int) MAX.invokeExact();
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
