package dev.signalman.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TidSetTest {
  @Test
  void holdsWhatWasAdded() {
    TidSet set = new TidSet();
    Set<Integer> expected = new HashSet<>();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      int tid = 1 + random.nextInt(10_000);
      assertThat(set.add(tid)).isEqualTo(expected.add(tid));
    }
    for (int tid = 1; tid <= 10_000; tid++) {
      assertThat(set.contains(tid)).isEqualTo(expected.contains(tid));
    }
    set.clear();
    assertThat(set.contains(1)).isFalse();
    assertThat(set.add(1)).isTrue();
  }
}
