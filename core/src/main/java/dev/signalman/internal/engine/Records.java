package dev.signalman.internal.engine;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.SignalRangeH;
import dev.signalman.posix.SignalfdSiginfo;

/// Reads the two forms in which the kernel describes a signal. Both have 128 bytes. The bytes are
/// only ever used as numbers, so no content is unsafe.
public final class Records {
  static final int SIZE = 128;

  private static final int LAST_STANDARD = Signal.SYS.number();
  private static final int REAL_TIME = SignalRangeH.sigrtmin();
  private static final int LAST = SignalRangeH.sigrtmax();

  private Records() {}

  /// A record of a signalfd, at `offset`.
  static SignalInfo fromSignalfd(Memory bytes, long offset) {
    Signal signal = Signal.of(bytes.getInt(offset + SignalfdSiginfo.SIGNO));
    int code = bytes.getInt(offset + SignalfdSiginfo.CODE);
    Cause cause = Cause.of(signal, code);
    boolean sender = namesSender(cause, code);
    return new SignalInfo(
        signal,
        cause,
        code,
        sender ? bytes.getInt(offset + SignalfdSiginfo.PID) : 0,
        sender ? Integer.toUnsignedLong(bytes.getInt(offset + SignalfdSiginfo.UID)) : 0,
        carriesValue(code) ? bytes.getLong(offset + SignalfdSiginfo.VALUE) : 0,
        cause.isChild() ? bytes.getInt(offset + SignalfdSiginfo.STATUS) : 0,
        cause == Cause.TIMER ? bytes.getInt(offset + SignalfdSiginfo.TIMER_ID) : 0,
        cause == Cause.TIMER ? bytes.getInt(offset + SignalfdSiginfo.OVERRUN) : 0);
  }

  /// A `siginfo_t` that the handler code wrote, at `offset`.
  static SignalInfo fromHandler(Memory bytes, long offset) {
    Signal signal = Signal.of(bytes.getInt(offset + Siginfo.SIGNO));
    int code = bytes.getInt(offset + Siginfo.CODE);
    Cause cause = Cause.of(signal, code);
    boolean sender = namesSender(cause, code);
    return new SignalInfo(
        signal,
        cause,
        code,
        sender ? bytes.getInt(offset + Siginfo.PID) : 0,
        sender ? Integer.toUnsignedLong(bytes.getInt(offset + Siginfo.UID)) : 0,
        carriesValue(code) ? bytes.getLong(offset + Siginfo.VALUE) : 0,
        cause.isChild() ? bytes.getInt(offset + Siginfo.STATUS) : 0,
        cause == Cause.TIMER ? bytes.getInt(offset + Siginfo.TIMER_ID) : 0,
        cause == Cause.TIMER ? bytes.getInt(offset + Siginfo.OVERRUN) : 0);
  }

  /// Whether a record names its sender. A nameless negative code was chosen by a user, and its
  /// record names the sender. With a positive code the same bytes hold something else, such as the
  /// address of a fault.
  private static boolean namesSender(Cause cause, int code) {
    return cause.hasSender() || (cause == Cause.OTHER && code < 0);
  }

  /// Whether a record carries a value: all negative codes do except SI_SIGIO and SI_TKILL.
  private static boolean carriesValue(int code) {
    return code < 0 && code != -5 && code != -6;
  }

  /// Whether a record can be valid: other code may have written to the pipe through a stale
  /// descriptor number.
  static boolean describesSignal(Memory bytes, long offset) {
    int number = number(bytes, offset);
    return number >= 1 && (number <= LAST_STANDARD || (number >= REAL_TIME && number <= LAST));
  }

  /// The number of the signal of a record; both forms begin with it.
  static int number(Memory bytes, long offset) {
    return bytes.getInt(offset);
  }

  /// A `siginfo_t` with the same content, for a signal with a negative code.
  static Memory toSiginfo(SignalInfo info) {
    Memory bytes = Memory.allocate(Siginfo.SIZE);
    bytes.putInt(Siginfo.SIGNO, info.signal().number());
    bytes.putInt(Siginfo.CODE, info.code());
    if (info.cause() == Cause.TIMER) {
      bytes.putInt(Siginfo.TIMER_ID, info.timerId()).putInt(Siginfo.OVERRUN, info.overrun());
    } else {
      bytes.putInt(Siginfo.PID, info.pid()).putInt(Siginfo.UID, (int) info.uid());
    }
    return bytes.putLong(Siginfo.VALUE, info.value());
  }
}
