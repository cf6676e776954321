package dev.signalman.process;

import dev.signalman.Signal;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.WaitH;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The memory for the results of waitid(2), used for one call after the other. For one thread at a
/// time.
final class WaitResult {
  private final Memory info = Memory.allocate(Siginfo.SIZE);
  private final Memory usage = Memory.allocate(WaitH.RUSAGE_SIZE);

  /// Asks whether a process has ended, and takes its status, without blocking.
  ///
  /// @param options the options besides `WEXITED` and `WNOHANG`
  /// @return 0 or `-errno`; after 0, [#isThere] tells whether the process has ended
  int poll(int kind, int id, int options) {
    forget();
    return WaitH.waitid(kind, id, info, WaitH.WEXITED | WaitH.WNOHANG | options, usage);
  }

  /// If nothing is found the kernel may leave the memory as it was (wait(2)).
  private void forget() {
    info.putInt(Siginfo.PID, 0);
  }

  /// Asks whether a process was stopped or continued since the last call.
  ///
  /// @return 0 or `-errno`; after 0, [#change] tells
  int pollChange(int kind, int id) {
    forget();
    return WaitH.waitid(kind, id, info, WaitH.WSTOPPED | WaitH.WCONTINUED | WaitH.WNOHANG, usage);
  }

  /// The change that [#pollChange] found, or null.
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

  /// Whether a process has ended and has not been waited for. Leaves its status in the kernel.
  boolean finds(int kind, int id) {
    return poll(kind, id, WaitH.WNOWAIT) == 0 && isThere();
  }

  /// The status of the process that the last call found.
  ///
  /// @param sent the signals that this program had sent to it
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
