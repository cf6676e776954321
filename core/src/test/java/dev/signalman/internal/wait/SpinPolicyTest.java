package dev.signalman.internal.wait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.internal.kernel.Nanos;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpinPolicyTest {
  private static final long STEP = 500;
  private static final long MOMENT = 50_000;

  private long now = Long.MAX_VALUE - 1_000_000; // the clock may turn over
  private int looks;
  private long answer = Long.MAX_VALUE;
  private long step = STEP;

  private final SpinPolicy spin = new SpinPolicy(this::look, () -> now);

  private int look() {
    looks++;
    now += step;
    return looks < answer ? 0 : 1;
  }

  /// Has something there at the n-th look from now.
  private void answerAt(long n) {
    looks = 0;
    answer = n;
  }

  private void lookInVain() {
    answerAt(Long.MAX_VALUE);
    spin.spin(Nanos.FOREVER);
  }

  /// Whether it finds what is there, for which it has to look once.
  private boolean looksAtAll() {
    answerAt(1);
    return spin.spin(Nanos.FOREVER) == 1;
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void looksUntilThereIsSomething() {
    for (int i = 0; i < 1000; i++) {
      answerAt(20);
      assertThat(spin.spin(Nanos.FOREVER)).isEqualTo(1);
      assertThat(looks).isEqualTo(20);
    }
  }

  @Test
  void endsWithItsMomentAndThenLeavesItForAWhile() {
    answerAt(Long.MAX_VALUE);
    assertThat(spin.spin(Nanos.FOREVER)).isZero();
    assertThat(looks).isBetween((int) (MOMENT / STEP), (int) (MOMENT / STEP) + 1);
    pass(Duration.ofMillis(3));
    assertThat(looksAtAll()).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(looksAtAll()).isTrue();
  }

  /// Whoever waits for what comes once in a while pays next to nothing.
  @Test
  void costsLessAndLessTheLongerItIsOfNoUse() {
    answerAt(Long.MAX_VALUE);
    for (int i = 0; i < 10_000; i++) {
      spin.spin(Nanos.FOREVER);
      pass(Duration.ofMillis(1));
    }
    assertThat(looks * STEP).isLessThan(Duration.ofSeconds(10).toNanos() / 2000);
  }

  @Test
  void oneUseMakesItCheapAgain() {
    for (int i = 0; i < 10; i++) {
      lookInVain();
      pass(Duration.ofSeconds(1));
    }
    assertThat(looksAtAll()).isTrue();
    lookInVain();
    pass(Duration.ofMillis(4));
    assertThat(looksAtAll()).isTrue();
  }

  /// On one CPU the other side can answer only once this thread has lost it.
  @Test
  void anAnswerWhileAnotherThreadHadTheCpuDoesNotCount() {
    step = 20_000;
    answerAt(2);
    assertThat(spin.spin(Nanos.FOREVER)).isEqualTo(1);
    assertThat(looksAtAll()).isFalse();
  }

  /// An interrupt took the CPU for some microseconds, and the next answer comes soon again.
  @Test
  void afterManyUsefulSpinsAUselessOneIsSoonForgotten() {
    for (int i = 0; i < 10; i++) {
      answerAt(20);
      assertThat(spin.spin(Nanos.FOREVER)).isEqualTo(1);
    }
    step = 6_000;
    answerAt(2);
    assertThat(spin.spin(Nanos.FOREVER)).isEqualTo(1);
    step = STEP;
    answerAt(1);
    assertThat(spin.spin(Nanos.FOREVER)).isZero();
    pass(Duration.ofNanos(250_000));
    assertThat(spin.spin(Nanos.FOREVER)).isEqualTo(1);
  }

  /// Stopped, or without a CPU for long.
  @Test
  void aLongGapCostsNoMoreThanAMoment() {
    step = Duration.ofSeconds(10).toNanos();
    lookInVain();
    pass(Duration.ofMillis(4));
    step = STEP;
    assertThat(looksAtAll()).isTrue();
  }

  @Test
  void itsTimeIsPartOfTheWait() {
    answerAt(Long.MAX_VALUE);
    spin.spin(1_000_000);
    assertThat(spin.left(1_000_000)).isBetween(949_000L, 950_000L);
    assertThat(spin.left(40_000)).isZero();
    assertThat(spin.left(Nanos.FOREVER)).isEqualTo(Nanos.FOREVER);
    spin.spin(1_000_000); // too early for another
    assertThat(spin.left(1_000_000)).isEqualTo(1_000_000);
  }

  /// Else a look that comes once in a while would never be of use.
  @Test
  void theFirstQuestionMayTakeLong() {
    step = 20_000;
    for (int i = 0; i < 10; i++) {
      assertThat(looksAtAll()).isTrue();
    }
  }

  @Test
  void isNotForWaitsThatAreAsShort() {
    answerAt(1);
    assertThat(spin.spin(MOMENT)).isZero();
    assertThat(spin.spin(MOMENT + 1)).isEqualTo(1);
  }
}
