package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final class Deaf implements Listener {
    @Override
    public void accept(Delivery delivery) {
      delivery.take();
    }

    @Override
    public @Nullable SignalReceiver receiver() {
      return null;
    }
  }

  @Test
  void pendingSignalsAreDiscardedForTheOnlyListenerAlone() {
    Listener mine = new Deaf();
    Listener others = new Deaf();
    assertThat(Dispatcher.isAlone(mine, List.of(mine))).isTrue();
    assertThat(Dispatcher.isAlone(mine, List.of(others))).isFalse();
    assertThat(Dispatcher.isAlone(mine, List.of(mine, others))).isFalse();
    assertThat(Dispatcher.isAlone(mine, List.of())).isFalse();
  }
}
