package dev.signalman.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestKindTest {
  @Test
  void aClassThatStartsProgramsIsKnownByWhatItRefersTo() {
    assertThat(TestKind.of(ChildJvmTest.class, List.of())).isEqualTo(TestKind.CHILD);
    assertThat(TestKind.of(CProgramTest.class, List.of())).isEqualTo(TestKind.CHILD);
    assertThat(TestKind.of(StartsNothing.class, List.of())).isEqualTo(TestKind.UNIT);
  }

  /// This class refers to one that does.
  @Test
  void soIsOneThatDoesItThroughAnotherTestClass() {
    assertThat(TestKind.of(TestKindTest.class, List.of())).isEqualTo(TestKind.CHILD);
  }

  @Test
  void tagsTellTheRest() {
    assertThat(TestKind.of(StartsNothing.class, List.of("child"))).isEqualTo(TestKind.CHILD);
    assertThat(TestKind.of(StartsNothing.class, List.of("child", "alone")))
        .isEqualTo(TestKind.ALONE);
  }
}
