package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListenerTableTest {
  private static final SignalSet BOTH = SignalSet.of(Signal.USR1, Signal.HUP);

  private record Deaf(boolean usesExecutor) implements Listener {
    @Override
    public void accept(Delivery delivery) {
      delivery.take();
    }

    @Override
    public @Nullable SignalReceiver receiver() {
      return null;
    }
  }

  private final Listener mine = new Deaf(false);
  private final Listener others = new Deaf(true);

  private final ListenerTable table =
      new ListenerTable().with(BOTH, mine).with(SignalSet.of(Signal.USR1), others);

  @Test
  void listenersAreInOrderOfRegistration() {
    assertThat(table.of(Signal.USR1)).containsExactly(mine, others);
    assertThat(table.of(Signal.HUP)).containsExactly(mine);
    assertThat(table.of(Signal.TERM)).isEmpty();
    assertThat(table.signalsOf(mine)).isEqualTo(BOTH);
    assertThat(table.signalsOf(others)).isEqualTo(SignalSet.of(Signal.USR1));
  }

  @Test
  void aloneIsAListenerWithoutOthers() {
    assertThat(table.ofAlone(BOTH, mine)).isEqualTo(SignalSet.of(Signal.HUP));
    assertThat(table.ofAlone(BOTH, others)).isEqualTo(SignalSet.none());
    assertThat(table.ofAlone(SignalSet.of(Signal.TERM), mine)).isEqualTo(SignalSet.none());
  }

  @Test
  void aListenerIsRemovedFromTheNamedSignalsAlone() {
    ListenerTable without = table.without(SignalSet.of(Signal.USR1, Signal.TERM), mine);
    assertThat(without.of(Signal.USR1)).containsExactly(others);
    assertThat(without.signalsOf(mine)).isEqualTo(SignalSet.of(Signal.HUP));
    assertThat(without.without(SignalSet.of(Signal.HUP), mine).lists).hasSize(1);
    assertThat(table.without(Signal.USR1).lists).containsOnlyKeys(Signal.HUP);
    assertThat(table.of(Signal.USR1)).hasSize(2);
  }

  @Test
  void executorsOfAnyListenerCount() {
    assertThat(table.executors).isTrue();
    assertThat(table.without(Signal.USR1).executors).isFalse();
    assertThat(new ListenerTable().isEmpty()).isTrue();
  }
}
