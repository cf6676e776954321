package dev.signalman.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.netty.Netties.Netty;
import dev.signalman.testkit.ChildJvm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NettySignalsTest {
  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "NETTY-08: handlers and listeners run in the loop; a future takes one signal; NETTY-09: when"
          + " the loop has ended the signals are released, and a claim is refused with a way out")
  void onALoop(Netty netty) throws Exception {
    try (ChildJvm child = netty.start(OnLoop.class)) {
      child.expect("WINCH true");
      child.expect("WINCH true, next WINCH, listener true");
      child.expect("WINCH true, receivers 1");
      child.expect("cancelled true");
      child.expect("receivers 1", "once, then null");
      assertThat(child.line())
          .startsWith("left: java.lang.IllegalStateException: signalman-netty: the loop ended");
      child.expect("after: default, open false[]");
      for (int i = 0; i < 2; i++) {
        assertThat(child.line())
            .startsWith("refused: signalman-netty: the loop cannot get [USR1, WINCH]: ")
            .contains("was shut down; handle signals on a loop that runs");
      }
      child.expect("then: default");
      child.expectExit(0);
    }
  }
}
