package dev.signalman.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.PosixException;
import dev.signalman.testkit.Fuzz;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fuzz")
class PassedFdFuzzTest {
  /// No process has so many open, so nothing of this one is taken.
  private static final int FIRST = 2_000_000_000;

  @Test
  void variablesAreNumbersOrNamedAndNothingIsTakenThatIsNotOpen() throws Exception {
    Fuzz.lists(
        List.of("7", "1", "0", "-5", "web:db", ":"),
        words -> {
          String pid = words.isEmpty() ? "7" : words.getFirst();
          String count = words.size() < 2 ? "1" : words.get(1);
          Map<String, String> environment =
              Map.of("LISTEN_PID", pid, "LISTEN_FDS", count, "LISTEN_FDNAMES", words.toString());
          try {
            assertThat(PassedFd.take(environment, 7, FIRST)).isEmpty();
          } catch (IllegalStateException e) {
            assertThat(e).hasMessageStartingWith("LISTEN_");
          } catch (PosixException e) {
            assertThat(e).hasMessageContaining("EBADF");
          }
        });
  }
}
