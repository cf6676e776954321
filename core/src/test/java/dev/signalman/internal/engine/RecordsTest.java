package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.SignalfdSiginfo;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final int TRAP_BRKPT = 1;
  private static final int SYS_SECCOMP = 1;
  private static final int POLL_IN = 1;

  private static SignalInfo handled(Signal signal, int code, int first, int second, long third) {
    Memory bytes =
        Memory.allocate(Siginfo.SIZE)
            .putInt(Siginfo.SIGNO, signal.number())
            .putInt(Siginfo.CODE, code)
            .putInt(Siginfo.PID, first)
            .putInt(Siginfo.UID, second)
            .putLong(Siginfo.VALUE, third);
    return Records.fromHandler(bytes, 0);
  }

  @Test
  void anAddressIsNotTakenForASender() {
    assertThat(handled(Signal.TRAP, TRAP_BRKPT, 0x5555_1234, 0x7fff, 9))
        .isEqualTo(new SignalInfo(Signal.TRAP, Cause.OTHER, TRAP_BRKPT, 0, 0, 0, 0, 0, 0));
    assertThat(handled(Signal.SYS, SYS_SECCOMP, 0x5555_1234, 0x7fff, 9))
        .isEqualTo(new SignalInfo(Signal.SYS, Cause.OTHER, SYS_SECCOMP, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void theStateOfADescriptorIsNotTakenForASender() {
    assertThat(handled(Signal.RT3, POLL_IN, 0x41, 0, 7))
        .isEqualTo(new SignalInfo(Signal.RT3, Cause.IO, POLL_IN, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void aCodeThatAProgramMadeUpNamesItsSender() {
    assertThat(handled(Signal.RT3, -77, 12, 34, 56))
        .isEqualTo(new SignalInfo(Signal.RT3, Cause.OTHER, -77, 12, 34, 56, 0, 0, 0));
  }

  @Test
  @DisplayName("INFO-15: user ids are 0 to 4,294,967,295, never negative")
  void userIdsAreUnsigned() {
    int nearlyAll = -2;
    long uid = 4_294_967_294L;
    assertThat(handled(Signal.RT3, -1, 12, nearlyAll, 56).uid()).isEqualTo(uid);
    Memory bytes =
        Memory.allocate(SignalfdSiginfo.SIZE)
            .putInt(SignalfdSiginfo.SIGNO, Signal.RT3.number())
            .putInt(SignalfdSiginfo.CODE, -1)
            .putInt(SignalfdSiginfo.PID, 12)
            .putInt(SignalfdSiginfo.UID, nearlyAll);
    SignalInfo read = Records.fromSignalfd(bytes, 0);
    assertThat(read.uid()).isEqualTo(uid);
    assertThat(read.toString()).contains("uid 4294967294");
  }

  @Test
  void givingBackSaysTheSameAgain() {
    for (SignalInfo info :
        List.of(
            new SignalInfo(Signal.RT3, Cause.QUEUE, -1, 12, 4_294_967_294L, 5, 0, 0, 0),
            new SignalInfo(Signal.RT3, Cause.QUEUE, -1, 12, 34, Long.MIN_VALUE, 0, 0, 0),
            new SignalInfo(Signal.RT3, Cause.MESSAGE_QUEUE, -3, 12, 34, 56, 0, 0, 0),
            new SignalInfo(Signal.RT3, Cause.TIMER, -2, 0, 0, 56, 0, 78, 90))) {
      assertThat(Records.fromHandler(Records.toSiginfo(info), 0)).isEqualTo(info);
    }
  }
}
