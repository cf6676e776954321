package dev.signalman.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ProcFsTest {
  private static final int INT = 2;
  private static final int USR1 = 10;
  private static final int TERM = 15;

  @Test
  void showsMasksActionsAndPendingSignals() throws Exception {
    try (ChildProgram child =
        ChildProgram.start(
            "env",
            "--block-signal=USR1",
            "--ignore-signal=INT",
            "sh",
            "-c",
            "trap : TERM; echo ready; read line")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      ProcFs status = ProcFs.process(child.pid());
      assertThat(status.blocked().get(USR1)).isTrue();
      assertThat(status.blocked().get(TERM)).isFalse();
      assertThat(status.ignored().get(INT)).isTrue();
      assertThat(status.caught().get(TERM)).isTrue();
      assertThat(status.sharedPending().get(USR1)).isTrue();
      assertThat(status.pending().isEmpty()).isTrue();
      assertThat(status.queued()).isPositive();
      assertThat(status.queueLimit()).isGreaterThanOrEqualTo(status.queued());
    }
  }

  @Test
  void showsTheStateOfAStoppedProcess() throws Exception {
    try (ChildProgram child = ChildProgram.start("cat")) {
      Peer.kill("STOP", child.pid());
      Eventually.until("stopped", () -> ProcFs.process(child.pid()).state() == 'T');
    }
  }

  @Test
  void listsThreadsAndDescriptors() throws Exception {
    try (ChildProgram child =
        ChildProgram.start("sh", "-c", "exec 7</dev/null; echo ready; read x")) {
      child.expect("ready");
      assertThat(ProcFs.threads(child.pid())).containsExactly((long) child.pid());
      assertThat(ProcFs.descriptors(child.pid())).containsEntry(7, "/dev/null").containsKey(0);
      assertThat(ProcFs.thread(child.pid(), child.pid()).blocked().isEmpty()).isTrue();
    }
  }

  /// Otherwise a test could take it for a process that has left nothing open.
  @Test
  void refusesToListWhatAZombieHas() throws Exception {
    try (ChildProgram parent =
        ChildProgram.start(
            "sh",
            "-c",
            // It ends when its parent is a program that waits for no child.
            "sh -c 'until grep -q sleep /proc/$PPID/comm; do :; done' & echo $!; exec sleep 60")) {
      long zombie = Long.parseLong(parent.line());
      Eventually.until("ended", () -> ProcFs.process(zombie).state() == 'Z');
      assertThatThrownBy(() -> ProcFs.descriptors(zombie))
          .isInstanceOf(NoSuchFileException.class)
          .hasMessageContaining("the process has ended");
      assertThatThrownBy(() -> ProcFs.threads(zombie)).isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void refusesAProcessThatIsNotThere() throws Exception {
    int gone = Peer.run("true").pid();
    assertThatThrownBy(() -> ProcFs.process(gone)).isInstanceOf(NoSuchFileException.class);
  }
}
