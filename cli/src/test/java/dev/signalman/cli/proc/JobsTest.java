package dev.signalman.cli.proc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JobsTest {
  @Test
  void readsAStatFileWhateverTheCommandIsCalled() {
    Jobs jobs = Jobs.parse("4711 (a) R 1 2) S 4242 4711 4200 34816 4711 4194304 99 0\n");
    assertThat(jobs).isEqualTo(new Jobs(4711, 4242, 4711, 4200, true));
  }

  @Test
  void knowsWhetherThereIsATerminal() {
    assertThat(Jobs.parse("1 (a) S 0 1 1 0 -1 4194304").onTerminal()).isFalse();
    assertThat(Jobs.parse("1 (a) S 0 1 1 -2147483648 -1 4194304").onTerminal()).isTrue();
  }

  @Test
  void knowsItsOwnParent() throws Exception {
    long parent = ProcessHandle.current().parent().orElseThrow().pid();
    assertThat(Jobs.current().parent()).isEqualTo((int) parent);
  }
}
