package dev.signalman.process;

import dev.signalman.Signal;
import dev.signalman.internal.engine.Calls;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.WaitH;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one waitid(2) after the other finds out. For one thread at a time.
final class WaitResult {
  static {
    // The reaper must outlive a want of descriptors, though the first child ends in it.
    if (Calls.FROM_FOLDER) {
      Calls.loaded(
          WaitH.class, ExitStatus.Exited.class, ExitStatus.Killed.class, ResourceUsage.class);
    }
  }

  private final Memory info = Memory.allocate(Siginfo.SIZE);
  private final Memory usage = Memory.allocate(WaitH.RUSAGE_SIZE);

  /// Waits for a process, without really waiting.
  ///
  /// @param options beside `WEXITED` and `WNOHANG`
  /// @return 0 or `-errno`; whether 0 means an end tells [#isThere]
  int poll(int kind, int id, int options) {
    info.clear();
    return WaitH.waitid(kind, id, info, WaitH.WEXITED | WaitH.WNOHANG | options, usage);
  }

  /// Looks whether a process was stopped or continued since this was last asked.
  ///
  /// @return 0 or `-errno`; [#change] tells
  int pollChange(int kind, int id) {
    info.clear();
    return WaitH.waitid(kind, id, info, WaitH.WSTOPPED | WaitH.WCONTINUED | WaitH.WNOHANG, usage);
  }

  /// What [#pollChange] found, or null for nothing.
  @Nullable ChildChange change() {
    if (!isThere()) {
      return null;
    }
    return info.getInt(Siginfo.CODE) == WaitH.CLD_CONTINUED
        ? new ChildChange.Continued()
        : new ChildChange.Stopped(Signal.of(info.getInt(Siginfo.STATUS)));
  }

  /// Whether the last call found that a process has ended.
  boolean isThere() {
    return info.getInt(Siginfo.PID) != 0;
  }

  /// Whether a process has ended and has not been waited for. Takes nothing away.
  boolean finds(int kind, int id) {
    return poll(kind, id, WaitH.WNOWAIT) == 0 && isThere();
  }

  /// How the process ended that was found.
  ///
  /// @param sent what this program had sent to it
  ExitStatus status(SentSignals sent) {
    int code = info.getInt(Siginfo.CODE);
    int status = info.getInt(Siginfo.STATUS);
    ResourceUsage used =
        new ResourceUsage(
            time(WaitH.RU_UTIME), time(WaitH.RU_STIME), usage.getLong(WaitH.RU_MAXRSS) * 1024);
    return code == WaitH.CLD_EXITED
        ? new ExitStatus.Exited(status, used, sent.askedToEnd())
        : new ExitStatus.Killed(status, code == WaitH.CLD_DUMPED, used, sent.killedBy(status));
  }

  private Duration time(int offset) {
    return Duration.ofSeconds(usage.getLong(offset), usage.getLong(offset + 8) * 1_000);
  }
}
