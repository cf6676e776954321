package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static dev.signalman.posix.Linking.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// `<signal.h>`: sending signals and setting what they do. Every function returns `-errno` on
/// failure.
public final class SignalH {
  /// `sa_handler` value: the default action.
  public static final long SIG_DFL = 0;

  /// `sa_handler` value: ignore.
  public static final long SIG_IGN = 1;

  /// `si_code`: sent by kill(2).
  public static final int SI_USER = 0;

  /// `si_code`: sent by sigqueue(3).
  public static final int SI_QUEUE = -1;

  /// `si_code`: a POSIX timer expired.
  public static final int SI_TIMER = -2;

  /// `si_code`: sent by tgkill(2) or pthread_kill(3).
  public static final int SI_TKILL = -6;

  /// `si_code`: sent by the kernel.
  public static final int SI_KERNEL = 0x80;

  /// `how` of [#pthread_sigmask]: add to the mask.
  public static final int SIG_BLOCK = 0;

  /// `how` of [#pthread_sigmask]: take out of the mask.
  public static final int SIG_UNBLOCK = 1;

  /// `how` of [#pthread_sigmask]: replace the mask.
  public static final int SIG_SETMASK = 2;

  private static final MethodHandle KILL =
      Linking.function("kill", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle TGKILL =
      Linking.variadic("syscall", 1, FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG));
  private static final MethodHandle SIGACTION =
      Linking.function("sigaction", FunctionDescriptor.of(INT, INT, ADDRESS, ADDRESS));
  private static final MethodHandle PTHREAD_SIGMASK =
      Linking.plain("pthread_sigmask", FunctionDescriptor.of(INT, INT, ADDRESS, ADDRESS));
  private static final MethodHandle SYSCALL =
      Linking.variadic("syscall", 1, FunctionDescriptor.of(LONG, LONG, LONG, LONG, ADDRESS));

  private SignalH() {}

  /// `kill(2)`: sends a signal to a process, a group (`pid < -1`) or everybody (`-1`).
  ///
  /// @return 0, `-EINVAL`, `-EPERM` or `-ESRCH`
  public static int kill(int pid, int sig) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(state, (int) KILL.invokeExact(state, pid, sig));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `tgkill(2)`: sends a signal to one thread of a process.
  ///
  /// @return 0, `-EAGAIN`, `-EINVAL`, `-EPERM` or `-ESRCH`
  public static int tgkill(int tgid, int tid, int sig) {
    MemorySegment state = Linking.state();
    try {
      long result =
          (long)
              TGKILL.invokeExact(state, SyscallNumbers.TGKILL, (long) tgid, (long) tid, (long) sig);
      return (int) Linking.result(state, result);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `rt_sigqueueinfo(2)`: queues a signal with a complete `siginfo_t` (see [Siginfo]). The kernel
  /// refuses codes of its own (`>= 0`, `SI_TKILL`) unless the calling *thread*'s id is `tgid`.
  ///
  /// @return 0, `-EAGAIN` at the limit of queued signals, `-EINVAL`, `-EPERM` or `-ESRCH`
  public static int rt_sigqueueinfo(int tgid, int sig, Memory info) {
    MemorySegment state = Linking.state();
    try {
      long result =
          (long)
              SYSCALL.invokeExact(
                  state, SyscallNumbers.RT_SIGQUEUEINFO, (long) tgid, (long) sig, info.segment());
      return (int) Linking.result(state, result);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `sigaction(2)` as the C library wraps it: sets and gets what a signal does (see [Sigaction]).
  ///
  /// @return 0 or `-EINVAL`
  public static int sigaction(int sig, @Nullable Memory act, @Nullable Memory oldact) {
    MemorySegment state = Linking.state();
    try {
      return Linking.result(
          state,
          (int) SIGACTION.invokeExact(state, sig, Linking.address(act), Linking.address(oldact)));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `pthread_sigmask(3)`: changes and gets the calling thread's mask; both sets are a `sigset_t`
  /// of 128 bytes, of which the kernel uses the first 8.
  ///
  /// @return 0 or `-EINVAL`
  public static int pthread_sigmask(int how, @Nullable Memory set, @Nullable Memory oldset) {
    try {
      return -(int) PTHREAD_SIGMASK.invokeExact(how, Linking.address(set), Linking.address(oldset));
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
