package dev.signalman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobsTest {
  @Test
  void readsAStatFileWhateverTheCommandIsCalled() {
    Jobs jobs = Jobs.parse("4711 (a) R 1 2) S 4242 4711 4200 34816 4711 4194304 99 0\n");
    assertThat(jobs).isEqualTo(new Jobs('S', 4242, 4711, 4200));
  }

  @Test
  void knowsItsOwnParent() throws Exception {
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    assertThat(Jobs.current().parent()).isEqualTo((int) parent);
  }
}
