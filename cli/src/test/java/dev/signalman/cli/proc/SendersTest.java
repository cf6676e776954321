package dev.signalman.cli.proc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Peer;
import org.junit.jupiter.api.Test;

class SendersTest {
  private static final int NOBODY = Integer.MAX_VALUE;

  @Test
  void theSenderIsRememberedAndSoIsItsAbsence() throws Exception {
    Senders senders = new Senders();
    assertThat(senders.command(NOBODY)).isNull();
    assertThat(senders.command(0)).isNull();
    assertThat(senders.command((int) ProcessHandle.current().pid())).isEqualTo("java");
    Peer gone = Peer.sh("exit 0");
    assertThat(senders.command(gone.pid())).isNull();
  }
}
