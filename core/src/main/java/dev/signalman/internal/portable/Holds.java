package dev.signalman.internal.portable;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.kernel.HeldProcess;
import dev.signalman.internal.kernel.Pids;
import dev.signalman.internal.kernel.ProcessHold;

/// Makes holds on processes, by the kernel or by the JDK.
public final class Holds {
  private Holds() {}

  /// The process that has `pid` now.
  ///
  /// @throws IllegalArgumentException if no process can have that number
  /// @throws PosixException if there is no such process (ESRCH) or no descriptor is left (EMFILE)
  public static ProcessHold of(long pid) throws PosixException {
    return VmMode.isPortable() ? byHandle(pid) : HeldProcess.of(pid);
  }

  /// The process that a handle stands for.
  ///
  /// @throws PosixException if it has ended (ESRCH), even if its pid is in use again
  public static ProcessHold of(ProcessHandle process) throws PosixException {
    if (!VmMode.isPortable()) {
      return HeldProcess.of(process);
    }
    if (!process.isAlive()) {
      throw new PosixException(
          "the process with pid " + process.pid() + ", which has ended", Errno.ESRCH);
    }
    return new HandleHold(process);
  }

  /// A hold for one signal to the process that has `pid` now.
  public static ProcessHold once(long pid) throws PosixException {
    return VmMode.isPortable() ? byHandle(pid) : HeldProcess.once(pid);
  }

  /// Whether a process has this number; one of another user counts, too.
  public static boolean exists(long pid) {
    int number = Pids.process(pid);
    if (VmMode.isPortable()) {
      return ProcessHandle.of(number).isPresent();
    }
    return HeldProcess.exists(number);
  }

  private static HandleHold byHandle(long pid) throws PosixException {
    ProcessHandle process = ProcessHandle.of(Pids.process(pid)).orElse(null);
    if (process == null) {
      throw new PosixException("the process with pid " + pid, Errno.ESRCH);
    }
    return new HandleHold(process);
  }
}
