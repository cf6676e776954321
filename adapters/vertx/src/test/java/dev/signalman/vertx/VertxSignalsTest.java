package dev.signalman.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VertxSignalsTest {
  @Test
  @DisplayName(
      "VERTX-01: signals come on the context; VERTX-02: not more than asked for, and what finds no"
          + " room is counted; VERTX-03: at the end each signal has the action of before")
  void asAStream() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Streams.class).vm("--sun-misc-unsafe-memory-access=allow").start()) {
      child.expect("open", "WINCH true", "end true, then default");
      child.expect("paused [], dropped 2", "got got", "then null", "got, then null");
      child.expect("got, then null", "got");
      child.expect("thrown at WINCH", "thrown at WINCH");
      child.expect("once, then null", "given back WINCH");
      assertThat(child.line()).startsWith("closed: default");
      child.expect(
          "refused: signalman-vertx: the stream of [WINCH] cannot be made: this Vert.x was closed;"
              + " make it before Vert.x is closed, or with a Vert.x that runs");
      child.expect("then default");
      child.expectExit(0);
    }
  }
}
