package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.Fuzz;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Other code than the handler code writes to its pipe: for example a library that uses the number
/// of a descriptor after it has closed it.
@Tag("fuzz")
class SignalSourceFuzzTest {
  private static final SignalInfo TRUE =
      new SignalInfo(Signal.RT3, Cause.QUEUE, -1, 12, 34, Long.MIN_VALUE, 0, 0, 0);

  private static final List<byte[]> VALID = valid();

  private static List<byte[]> valid() {
    List<byte[]> records = new ArrayList<>();
    for (Signal signal : List.of(Signal.TERM, Signal.CHLD, Signal.SYS, Signal.RT0, Signal.RT30)) {
      for (int code : new int[] {0, -1, -2, -6, 1, 6, 0x80, -77}) {
        Memory record = Memory.allocate(Siginfo.SIZE);
        record.putInt(Siginfo.SIGNO, signal.number()).putInt(Siginfo.CODE, code);
        records.add(record.getBytes(Records.SIZE));
      }
    }
    return records;
  }

  @Test
  void anyBytesInThePipeAreSignalsOrPassedOverAndWhatFollowsIsRead() throws Exception {
    SignalSource source = new SignalSource("a fuzz test", true);
    try {
      Fuzz.bytes(
          VALID,
          bytes -> {
            write(source, Memory.allocate(bytes.length + 1L).putBytes(bytes), bytes.length);
            int most = bytes.length / Records.SIZE;
            for (SignalInfo info = source.poll(); info != null; info = source.poll()) {
              assertThat(info.signal().number()).isBetween(1, 64);
              assertThat(info.toString()).isNotEmpty();
              assertThat(--most).isNotNegative();
            }
            write(source, Records.toSiginfo(TRUE), Records.SIZE);
            assertThat(source.poll()).isEqualTo(TRUE);
            assertThat(source.poll()).isNull();
          });
    } finally {
      source.close(() -> {}, info -> {});
    }
  }

  private static void write(SignalSource source, Memory bytes, int count) {
    assertThat(UnistdH.write(source.pipe().writeEnd(), bytes, count)).isEqualTo(count);
  }
}
