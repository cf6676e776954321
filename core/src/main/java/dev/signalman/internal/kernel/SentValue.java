package dev.signalman.internal.kernel;

import dev.signalman.Signal;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;

/// The `siginfo_t` of a signal with a value, as sigqueue(3) fills it in. Each sender makes one and
/// reuses it; for one thread at a time.
public final class SentValue {
  private final Memory info =
      Memory.allocate(Siginfo.SIZE)
          .putInt(Siginfo.CODE, SignalH.SI_QUEUE)
          .putInt(Siginfo.PID, UnistdH.getpid())
          .putInt(Siginfo.UID, (int) UnistdH.getuid());

  /// The filled-in `siginfo_t`, valid until the next call.
  public Memory with(Signal signal, long value) {
    return info.putInt(Siginfo.SIGNO, signal.number()).putLong(Siginfo.VALUE, value);
  }
}
