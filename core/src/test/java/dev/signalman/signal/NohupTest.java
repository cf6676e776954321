package dev.signalman.signal;

import static dev.signalman.signal.Puppet.fence;
import static dev.signalman.signal.Puppet.tell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A hang-up that was ignored at launch.
class NohupTest {
  private static final int HUP = Signal.HUP.number();

  private static ChildJvm.Builder nohup() {
    return ChildJvm.of(Puppet.class).prefix("nohup");
  }

  @Test
  @DisplayName("DISP-19: under nohup HUP is reported as ignored and does nothing before listening")
  void ignoredBeforeListening() throws Exception {
    try (ChildJvm child = Puppet.ready(nohup())) {
      tell(child, "disposition HUP", "ignored");
      Peer.kill("HUP", child.pid());
      fence(child);
    }
  }

  @Test
  @DisplayName("DISP-19: under nohup a listener gets HUP, and after it HUP is ignored again")
  void ignoredAgainAfterListening() throws Exception {
    try (ChildJvm child = Puppet.ready(nohup())) {
      tell(child, "handle h HUP", "ok");
      Peer.kill("HUP", child.pid());
      child.expect("h SIGHUP");
      tell(child, "close h", "closed");
      tell(child, "disposition HUP", "ignored");
      Peer.kill("HUP", child.pid());
      fence(child);
      tell(child, "open p HUP", "ok");
      tell(child, "close p", "closed");
      Peer.kill("HUP", child.pid());
      fence(child);
      assertThat(ProcFs.process(child.pid()).ignored().get(HUP)).isTrue();
      tell(child, "restore HUP", "ignored");
      tell(child, "disposition HUP", "ignored");
    }
  }

  @Test
  @DisplayName("DISP-19: without nohup HUP ends the VM with its hooks, before listening")
  void endsBeforeListening() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "disposition HUP", "jvm");
      Peer.kill("HUP", child.pid());
      child.expect("hook");
      child.expectExit(128 + HUP);
    }
  }

  @Test
  @DisplayName("DISP-19: without nohup HUP ends the VM with its hooks, after a listener was closed")
  void endsAfterListening() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "handle h HUP", "ok");
      Peer.kill("HUP", child.pid());
      child.expect("h SIGHUP");
      tell(child, "close h", "closed");
      Peer.kill("HUP", child.pid());
      child.expect("hook");
      child.expectExit(128 + HUP);
    }
  }
}
