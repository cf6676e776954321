package dev.signalman.process;

import dev.signalman.posix.IoctlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PidfdH;
import org.jspecify.annotations.Nullable;

/// What the kernel tells about the end of a process that may be anybody's child: `PIDFD_GET_INFO`
/// of ioctl(2).
final class ExitInfo {
  private static final int SIGNAL = 0x7f;
  private static final int CORE = 0x80;

  private ExitInfo() {}

  /// The status of a process that has been waited for.
  ///
  /// @param pidfd its descriptor
  /// @param sent the signals that this program has sent to it
  /// @return null if the kernel does not tell it, now or ever
  static @Nullable ExitStatus of(int pidfd, SentSignals sent) {
    Memory info = Memory.allocate(PidfdH.INFO_SIZE);
    info.putLong(PidfdH.INFO_MASK, PidfdH.PIDFD_INFO_EXIT);
    int result = IoctlH.ioctl(pidfd, PidfdH.PIDFD_GET_INFO, info);
    // The kernel clears the bit if it does not know: also before 6.15, where it has no such bit.
    boolean told = result == 0 && (info.getLong(PidfdH.INFO_MASK) & PidfdH.PIDFD_INFO_EXIT) != 0;
    return told ? status(info.getInt(PidfdH.INFO_EXIT_CODE), sent) : null;
  }

  /// @param code in the form of wait(2)
  static ExitStatus status(int code, SentSignals sent) {
    int signal = code & SIGNAL;
    return signal == 0
        ? new ExitStatus.Exited(code >> 8 & 0xff, null, sent.askedToEnd())
        : new ExitStatus.Killed(signal, (code & CORE) != 0, null, sent.killedBy(signal));
  }
}
