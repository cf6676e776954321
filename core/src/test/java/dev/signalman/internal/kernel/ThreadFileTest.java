package dev.signalman.internal.kernel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.posix.UnistdH;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadFileTest {
  @ParameterizedTest
  @CsvSource({
    "4711 (java) S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 98765 20 21, 98765",
    "4711 (a) 1 (b) c) R 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 42, 42",
    "4711 (java) S 1 2, 0",
    "nothing, 0"
  })
  void timeOfStart(String stat, long start) {
    assertThat(ThreadFile.start(stat.getBytes(ISO_8859_1), stat.length())).isEqualTo(start);
  }

  @Test
  void readsTheFilesOfThisThread() {
    ThreadFile file = new ThreadFile();
    int self = UnistdH.gettid();
    assertThat(file.of(self)).isPositive();
    assertThat(file.isSame(self, file.of(self))).isTrue();
    assertThat(file.isSame(self, 1)).isFalse();
    assertThat(file.isAtRest(self)).isFalse();
    assertThat(file.isSuspended(self)).isFalse();
    assertThat(file.status(self)).isZero();
    assertThat(file.text()).contains("\nPid:\t" + self + "\n").contains("\nSigBlk:\t");
    assertThat(file.status(Integer.MAX_VALUE)).isZero();
    assertThat(file.text()).isEmpty();
    assertThat(file.of(Integer.MAX_VALUE)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "202 0x7f00 0x80 0x0 0x0 0x0 0x0 0x7ffd 0x7ffa, 202",
    "0 0x7f00 0x8 0x0 0x0 0x0 0x0 0x7ffd 0x7ffa, 0",
    "running, -1",
    "-1 0x7ffd 0x7ffa, -1",
    "'', -1"
  })
  void callsInWhichThreadsSleep(String syscall, long number) {
    byte[] content = syscall.getBytes(ISO_8859_1);
    assertThat(ThreadFile.systemCall(content, content.length)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"'1', 1", "'4194304', 4194304", "'.', 0", "'..', 0", "'12x', 12"})
  void numbersOfThreads(String name, int number) {
    byte[] bytes = new byte[Long.BYTES];
    System.arraycopy(name.getBytes(ISO_8859_1), 0, bytes, 0, name.length());
    long word = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(ThreadList.number(word)).isEqualTo(number);
  }
}
