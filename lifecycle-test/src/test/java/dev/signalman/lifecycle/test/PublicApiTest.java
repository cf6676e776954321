package dev.signalman.lifecycle.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.PublicApi;
import org.junit.jupiter.api.Test;

/// The public API is what `src/api/dev.signalman.lifecycle.test.txt` says, until somebody changes
/// it on purpose.
class PublicApiTest {
  @Test
  void isAsAccepted() throws Exception {
    assertThat(PublicApi.changes(VirtualProcess.class))
        .as(PublicApi.advice("lifecycle-test"))
        .isEmpty();
  }

  @Test
  void showsOnlyWhatIsExported() throws Exception {
    assertThat(PublicApi.of(VirtualProcess.class))
        .isNotEmpty()
        .noneMatch(line ->
            line.contains(".internal.") || line.contains(".machine.") || line.contains(".posix."));
  }
}
