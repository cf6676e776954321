package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnMasksTest {
  private static final long USR1 = 1L << (Signal.USR1.number() - 1);
  private static final long QUIT = 1L << (Signal.QUIT.number() - 1);
  private static final int MOST = 7;
  private static final int OTHER = 8;
  private static final int LATER = 9;

  private final Map<Integer, Long> starts = new HashMap<>();
  private final OwnMasks own = new OwnMasks(tid -> starts.getOrDefault(tid, 100L));

  @Test
  void aThreadKeepsBlockingTheSignalsOfItsOwnMask() {
    own.claim(USR1, 0);
    own.found(MOST, USR1, 0);
    own.found(OTHER, USR1, USR1);
    assertThat(own.keeps(MOST, USR1)).isZero();
    assertThat(own.keeps(OTHER, USR1)).isEqualTo(USR1);
    assertThat(own.keeps(LATER, USR1)).isZero();
    assertThat(own.differing(USR1)).containsExactly(OTHER);
  }

  @Test
  void signalsThatTheVmBlocksStayBlockedExceptWhereTheyWereNot() {
    own.claim(USR1 | QUIT, QUIT);
    own.found(MOST, USR1 | QUIT, QUIT);
    own.found(OTHER, USR1 | QUIT, 0);
    assertThat(own.keeps(MOST, USR1 | QUIT)).isEqualTo(QUIT);
    assertThat(own.keeps(LATER, USR1 | QUIT)).isEqualTo(QUIT);
    assertThat(own.keeps(OTHER, USR1 | QUIT)).isZero();
    assertThat(own.differing(USR1)).isEmpty();
    assertThat(own.differing(QUIT)).containsExactly(OTHER);
  }

  @Test
  void aYoungerThreadOfTheSameIdIsAnother() {
    own.claim(USR1, 0);
    own.found(OTHER, USR1, USR1);
    starts.put(OTHER, 200L);
    assertThat(own.keeps(OTHER, USR1)).isZero();
    starts.put(OTHER, 0L); // cannot be told
    assertThat(own.keeps(OTHER, USR1)).isEqualTo(USR1);
  }

  @Test
  void aThreadThatWasFoundOtherwiseLaterIsSoFromThenOn() {
    own.claim(USR1, 0);
    own.found(OTHER, USR1, USR1); // inside a handler that added it
    own.found(OTHER, USR1, 0);
    assertThat(own.keeps(OTHER, USR1)).isZero();
    assertThat(own.differing(USR1)).isEmpty();
  }

  @Test
  void aReleaseForgetsItsSignalsAndNoOthers() {
    own.claim(USR1, 0);
    own.claim(QUIT, 0);
    own.found(OTHER, USR1, USR1);
    own.found(OTHER, QUIT, QUIT);
    own.release(USR1);
    assertThat(own.keeps(OTHER, USR1)).isZero();
    assertThat(own.keeps(OTHER, QUIT)).isEqualTo(QUIT);
  }

  @Test
  void whatAThreadDoesNotBlockIsNoneOfItsWishes() {
    own.claim(USR1 | QUIT, QUIT);
    own.found(OTHER, USR1 | QUIT, USR1);
    assertThat(own.onlyBlocked(MOST, 0)).isZero();
    assertThat(own.onlyBlocked(OTHER, USR1)).isZero();
    assertThat(own.onlyBlocked(OTHER, 0)).isEqualTo(USR1);
    assertThat(own.keeps(OTHER, USR1 | QUIT)).isZero();
    starts.put(OTHER, 200L);
    own.found(LATER, USR1, USR1);
    starts.put(LATER, 200L);
    assertThat(own.onlyBlocked(LATER, 0)).isZero();
  }
}
