package dev.signalman.internal.engine;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.SignalRangeH;
import dev.signalman.posix.SignalfdSiginfo;

/// Reads the two forms in which the kernel describes a signal. Both have 128 bytes. The bytes are
/// only ever used as numbers, so no content is unsafe.
public final class Records {
  static final int SIZE = Siginfo.SIZE;

  private static final int LAST_STANDARD = Signal.SYS.number();
  private static final int REAL_TIME = SignalRangeH.sigrtmin();
  private static final int LAST = SignalRangeH.sigrtmax();

  private Records() {}

  /// The places of the numbers in a record.
  private static final class Form {
    static final Form SIGNALFD =
        new Form(
            SignalfdSiginfo.CODE,
            SignalfdSiginfo.PID,
            SignalfdSiginfo.UID,
            SignalfdSiginfo.VALUE,
            SignalfdSiginfo.STATUS,
            SignalfdSiginfo.TIMER_ID,
            SignalfdSiginfo.OVERRUN);
    static final Form HANDLER =
        new Form(
            Siginfo.CODE,
            Siginfo.PID,
            Siginfo.UID,
            Siginfo.VALUE,
            Siginfo.STATUS,
            Siginfo.TIMER_ID,
            Siginfo.OVERRUN);

    private final int code;
    private final int pid;
    private final int uid;
    private final int value;
    private final int status;
    private final int timer;
    private final int overrun;

    private Form(int code, int pid, int uid, int value, int status, int timer, int overrun) {
      this.code = code;
      this.pid = pid;
      this.uid = uid;
      this.value = value;
      this.status = status;
      this.timer = timer;
      this.overrun = overrun;
    }
  }

  /// A record of a signalfd, at `offset`.
  static SignalInfo fromSignalfd(Memory bytes, long offset) {
    return read(bytes, offset, Form.SIGNALFD);
  }

  /// A `siginfo_t` that the handler code wrote, at `offset`.
  static SignalInfo fromHandler(Memory bytes, long offset) {
    return read(bytes, offset, Form.HANDLER);
  }

  private static SignalInfo read(Memory bytes, long offset, Form form) {
    Signal signal = Signal.of(number(bytes, offset));
    int code = bytes.getInt(offset + form.code);
    Cause cause = Cause.of(signal, code);
    boolean sender = namesSender(cause, code);
    boolean timer = cause == Cause.TIMER;
    return new SignalInfo(
        signal,
        cause,
        code,
        sender ? bytes.getInt(offset + form.pid) : 0,
        sender ? Integer.toUnsignedLong(bytes.getInt(offset + form.uid)) : 0,
        carriesValue(code) ? bytes.getLong(offset + form.value) : 0,
        cause.isChild() ? bytes.getInt(offset + form.status) : 0,
        timer ? bytes.getInt(offset + form.timer) : 0,
        timer ? bytes.getInt(offset + form.overrun) : 0);
  }

  /// Whether a record names its sender. A nameless negative code was chosen by a user, and its
  /// record names the sender. With a positive code the same bytes hold something else, such as the
  /// address of a fault.
  private static boolean namesSender(Cause cause, int code) {
    return cause.hasSender() || (cause == Cause.OTHER && code < 0);
  }

  /// Whether a record carries a value: all negative codes do except SI_SIGIO and SI_TKILL.
  private static boolean carriesValue(int code) {
    return code < 0 && code != SignalH.SI_SIGIO && code != SignalH.SI_TKILL;
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
