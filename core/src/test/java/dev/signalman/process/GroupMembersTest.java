package dev.signalman.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupMembersTest {
  @ParameterizedTest
  @CsvSource({
    "S, 7, 1, true",
    "T, 7, 3, true",
    "S, 8, 1, false",
    "Z, 7, 1, false",
    "X, 7, 0, false",
    "Z, 7, 2, true",
  })
  @DisplayName("END-17 a process runs as long as one of its threads does")
  void runs(char state, int group, int threads, boolean expected) {
    String stat =
        "5 (a ) name) "
            + state
            + " 1 "
            + group
            + " 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 "
            + threads
            + " 0 99 0";
    assertThat(GroupMembers.runsIn(7, stat.getBytes(ISO_8859_1))).isEqualTo(expected);
  }
}
