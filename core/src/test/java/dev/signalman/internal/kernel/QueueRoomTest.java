package dev.signalman.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueRoomTest {
  @ParameterizedTest
  @CsvSource({
    "20, 0/15000, false",
    "20, 24/64, false",
    "20, 25/64, true",
    "20, 70/64, true",
    "20, 3/18446744073709551615, false",
    "20, '', true",
    "'', 0/15000, true",
  })
  void comparesTheRoomWithTheThreads(String threads, String queued, boolean scarce) {
    String status = "Name:\tjava\nThreads:\t" + threads + "\nSigQ:\t" + queued + "\nSigPnd:\t0\n";
    assertThat(QueueRoom.isScarce(status)).isEqualTo(scarce);
  }

  @Test
  void unknownRoomIsScarce() {
    assertThat(QueueRoom.isScarce("Name:\tjava\n")).isTrue();
  }
}
