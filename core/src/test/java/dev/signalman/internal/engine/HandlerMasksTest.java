package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.SignalH;
import org.junit.jupiter.api.Test;

class HandlerMasksTest {
  private static final long HANDLER = 0x1000;
  private static final int SA_NODEFER = 0x4000_0000;

  private final HandlerMasks masks = new HandlerMasks();

  private static long mask(Signal... signals) {
    return SignalSet.of(signals).mask();
  }

  @Test
  void aThreadThatBlocksWhatAHandlerAddsMayBeInsideIt() {
    masks.handler(Signal.USR2.number(), HANDLER, mask(Signal.QUIT), 0);
    assertThat(masks.mayRunUnder(0)).isFalse();
    assertThat(masks.mayRunUnder(mask(Signal.QUIT))).isFalse();
    assertThat(masks.mayRunUnder(mask(Signal.USR2))).isFalse();
    assertThat(masks.mayRunUnder(mask(Signal.USR2, Signal.QUIT))).isTrue();
    assertThat(masks.mayRunUnder(mask(Signal.USR2, Signal.QUIT, Signal.IO))).isTrue();
  }

  @Test
  void ignoredAndDefaultSignalsHaveNoHandlerThatRuns() {
    masks.handler(Signal.USR1.number(), SignalH.SIG_DFL, 0, 0);
    masks.handler(Signal.USR2.number(), SignalH.SIG_IGN, 0, 0);
    assertThat(masks.mayRunUnder(-1L)).isFalse();
  }

  @Test
  void signalsThatNoThreadCanBlockAreNotLookedFor() {
    masks.handler(Signal.USR1.number(), HANDLER, -1L, 0);
    assertThat(masks.mayRunUnder(-1L & ~mask(Signal.KILL, Signal.STOP))).isTrue();
  }

  @Test
  void aHandlerThatAddsNothingMayRunInEachThread() {
    masks.handler(Signal.USR1.number(), HANDLER, 0, SA_NODEFER);
    assertThat(masks.mayRunUnder(0)).isTrue();
  }
}
