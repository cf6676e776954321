package dev.signalman.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.PublicApi;
import org.junit.jupiter.api.Test;

/// The public API is what `src/api/dev.signalman.vertx.txt` says, until somebody changes it on
/// purpose.
class PublicApiTest {
  @Test
  void isAsAccepted() throws Exception {
    assertThat(PublicApi.changes(VertxStages.class))
        .as(PublicApi.advice("adapters/vertx"))
        .isEmpty();
  }
}
