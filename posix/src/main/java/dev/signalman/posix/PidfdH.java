package dev.signalman.posix;

import static dev.signalman.posix.Linking.LONG;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// `<sys/pidfd.h>`: processes as descriptors, which never come to mean another process.
public final class PidfdH {
  /// Flag of [#pidfd_send_signal], since Linux 6.9: to the process group whose number is the
  /// process's pid, also when the process itself is gone.
  public static final int PIDFD_SIGNAL_PROCESS_GROUP = 4;

  private static final MethodHandle OPEN =
      Linking.variadic("syscall", 1, FunctionDescriptor.of(LONG, LONG, LONG, LONG));
  private static final MethodHandle SEND =
      Linking.variadic("syscall", 1, FunctionDescriptor.of(LONG, LONG, LONG, LONG, ADDRESS, LONG));

  private PidfdH() {}

  /// `pidfd_open(2)`, since Linux 5.3. The descriptor is closed by exec and becomes readable when
  /// the process ends.
  ///
  /// @return the descriptor, or `-EINVAL`, `-EMFILE`, `-ENFILE`, `-ENOSYS`, `-ESRCH`, or `-EPERM`
  ///   from a filter of system calls
  public static int pidfd_open(int pid, int flags) {
    MemorySegment state = Linking.state();
    try {
      long result =
          (long) OPEN.invokeExact(state, SyscallNumbers.PIDFD_OPEN, (long) pid, (long) flags);
      return (int) Linking.result(state, result);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }

  /// `pidfd_send_signal(2)`, since Linux 5.1; `info` is a [Siginfo] or null, which means as
  /// kill(2).
  ///
  /// @return 0 or `-EAGAIN`, `-EBADF`, `-EINVAL`, `-ENOSYS`, `-EPERM`, `-ESRCH`
  public static int pidfd_send_signal(int pidfd, int sig, @Nullable Memory info, int flags) {
    MemorySegment state = Linking.state();
    try {
      long result =
          (long)
              SEND.invokeExact(
                  state,
                  SyscallNumbers.PIDFD_SEND_SIGNAL,
                  (long) pidfd,
                  (long) sig,
                  Linking.address(info),
                  (long) flags);
      return (int) Linking.result(state, result);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
