package dev.signalman.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PeerTest {
  private static final int USR1 = 10;
  private static final int USR2 = 12;
  private static final int TERM = 15;

  @Test
  void everyPeerReachesItsReceiver() throws Exception {
    try (ChildProgram child =
        ChildProgram.start("env", "--block-signal", "sh", "-c", "echo ready; read line")) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      Peer.shKill("USR2", child.pid());
      Peer.queue("TERM", 42, child.pid());
      ProcFs status = ProcFs.process(child.pid());
      assertThat(status.sharedPending().stream()).containsExactly(USR1, USR2, TERM);
    }
  }

  @Test
  void pythonReceivesItsArguments() throws Exception {
    Peer peer = Peer.python("import os, sys; print(os.getpid(), *sys.argv[1:])", "a", "b");
    assertThat(peer.output()).isEqualTo(peer.pid() + " a b\n");
  }

  @Test
  void aFailedPeerFailsTheTest() throws Exception {
    int gone = Peer.run("true").pid();
    assertThatThrownBy(() -> Peer.kill("TERM", gone))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("exit status 1");
  }
}
