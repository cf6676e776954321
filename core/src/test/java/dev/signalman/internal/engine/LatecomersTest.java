package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatecomersTest {
  private static final long ONE = 0b01;
  private static final long TWO = 0b10;
  private static final int TID = 7;

  private final Latecomers late = new Latecomers();

  @Test
  void nobodyIsUnblockedMoreThanItWasToBe() {
    assertThat(late.allow(ONE | TWO)).isTrue();
    late.add(TID, ONE);
    assertThat(late.allow(ONE)).isTrue();
    assertThat(late.allow(TWO)).isFalse();
    assertThat(late.allow(0)).isTrue();
  }

  @Test
  void whatIsAllowedIsAllowedByAllAndAtAnyTime() {
    late.add(TID, ONE | TWO);
    late.add(TID, TWO);
    assertThat(late.allow(ONE)).isFalse();
    late.add(TID + 1, ONE);
    assertThat(late.allow(TWO)).isFalse();
    late.remove(TID + 1);
    assertThat(late.allow(TWO)).isTrue();
  }

  @Test
  void threadsThatAreGoneTakeNothing() {
    late.add(TID, 0);
    late.add(TID + 1, TWO);
    TidSet present = new TidSet();
    present.add(TID + 1);
    late.retain(present);
    assertThat(late.allow(TWO)).isTrue();
    assertThat(late.allow(ONE)).isFalse();
    late.clear();
    assertThat(late.allow(ONE)).isTrue();
  }
}
