package dev.signalman.cli.proc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import org.junit.jupiter.api.Test;

class ProcFolderTest {
  private static final long NOBODY = Integer.MAX_VALUE;

  @Test
  void aPidThatDoesNotExistIsEmpty() throws Exception {
    assertThat(ProcFolder.of(NOBODY).status()).isEmpty();
    assertThat(ProcFolder.of(NOBODY).command()).isEmpty();
    assertThat(ProcFolder.of(NOBODY).threads()).isEmpty();
  }

  @Test
  void readsAnyProcess() throws Exception {
    try (ChildProgram sleep = ChildProgram.start("sleep", "60")) {
      ProcFolder folder = ProcFolder.of(sleep.pid());
      Eventually.until("sleep runs", () -> folder.command().orElse("").equals("sleep"));
      assertThat(folder.status()).get().extracting(ProcStatus::name).isEqualTo("sleep");
      assertThat(folder.threads())
          .singleElement()
          .extracting(ProcFolder.TaskStatus::tid)
          .isEqualTo((long) sleep.pid());
    }
  }

  @Test
  void aProcessThatEndsMeanwhileIsNoError() throws Exception {
    for (int i = 0; i < 200; i++) {
      Process process = new ProcessBuilder("true").start();
      ProcFolder folder = ProcFolder.of(process.pid());
      boolean there = true;
      while (there) {
        there = folder.status().isPresent();
        folder.threads();
        folder.command();
      }
    }
  }
}
