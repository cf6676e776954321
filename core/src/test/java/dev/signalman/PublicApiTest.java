package dev.signalman;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.PublicApi;
import org.junit.jupiter.api.Test;

/// The public API is what `src/api/dev.signalman.txt` says, until somebody changes it on purpose.
class PublicApiTest {
  @Test
  void isAsAccepted() throws Exception {
    assertThat(PublicApi.changes(Signal.class)).as(PublicApi.advice("core")).isEmpty();
  }

  @Test
  void showsWhatCallersDependOn() throws Exception {
    assertThat(PublicApi.of(Signal.class))
        .contains(
            "dev.signalman.Signal.parse(java.lang.String): public static dev.signalman.Signal",
            "dev.signalman.Signal.RT3: public static final dev.signalman.Signal",
            "dev.signalman.signal.SelfPipe.poll(): public @Nullable dev.signalman.SignalInfo");
  }

  @Test
  void showsNothingThatIsNotExported() throws Exception {
    assertThat(PublicApi.of(Signal.class))
        .noneMatch(line -> line.contains(".internal.") || line.contains("signalman.posix."));
  }
}
