package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.internal.engine.AttachRequests.FileFacts;
import org.junit.jupiter.api.Test;

class AttachRequestsTest {
  private static final int SELF = 1000;
  private static final long NOW = 1_000_000_000;

  @Test
  void aFreshFileOfTheSameUserOrOfRootIsARequest() {
    assertThat(AttachRequests.isRequest(new FileFacts(SELF, NOW - 5), SELF, NOW)).isTrue();
    assertThat(AttachRequests.isRequest(new FileFacts(0, NOW - 5), SELF, NOW)).isTrue();
    assertThat(AttachRequests.isRequest(new FileFacts(1001, NOW - 5), SELF, NOW)).isFalse();
    assertThat(AttachRequests.isRequest(new FileFacts(SELF, NOW - 5), 0, NOW)).isFalse();
  }

  @Test
  void anOldFileWasLeftBehind() {
    assertThat(AttachRequests.isRequest(new FileFacts(SELF, NOW - 59_999), SELF, NOW)).isTrue();
    assertThat(AttachRequests.isRequest(new FileFacts(SELF, NOW - 60_000), SELF, NOW)).isFalse();
  }

  @Test
  void aClockThatWasSetBackHidesNoRequest() {
    assertThat(AttachRequests.isRequest(new FileFacts(SELF, NOW + 9_999), SELF, NOW)).isTrue();
  }
}
