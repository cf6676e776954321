package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.NotifyPeer;
import dev.signalman.testkit.Peer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a service manager in Python hears of a [Subject].
class SystemdTest {
  @TempDir private Path folder;

  private ChildJvm.Builder service(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("manager=systemd");
    return Stopping.of(all.toArray(new String[0])).env("NOTIFY_SOCKET", address());
  }

  private String address() {
    return folder.resolve("notify").toString();
  }

  /// The next message of the child, without those that come as time passes.
  private static String next(NotifyPeer manager, long pid) throws Exception {
    String message = manager.take();
    while (message.contains("EXTEND_TIMEOUT_USEC=")) {
      message = manager.take();
    }
    assertThat(message).startsWith(pid + " ");
    return message.substring(message.indexOf(' ') + 1);
  }

  @Test
  @DisplayName("STOP-82 systemd hears of the start, each stage and the stop, and is waited for")
  void startAndStop() throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(address());
        ChildJvm child = service("delay=1s", "task=drain/a print", "task=store/b print").start()) {
      Stopping.until(child, "ready");
      assertThat(next(manager, child.pid())).isEqualTo("0 READY=1");
      Peer.kill("TERM", child.pid());
      assertThat(next(manager, child.pid())).isEqualTo("0 STOPPING=1");
      assertThat(next(manager, child.pid())).isEqualTo("0 STATUS=stopping: drain");
      assertThat(next(manager, child.pid())).isEqualTo("0 STATUS=stopping: store");
      assertThat(next(manager, child.pid())).isEqualTo("1 BARRIER=1");
      manager.closeFiles();
      assertThat(child.exit()).isZero();
    }
  }

  @Test
  @DisplayName("STOP-83 a stop that no signal asked for is told after the drain delay")
  void stopOfItsOwn() throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(address());
        ChildJvm child = service("delay=1s", "main=stop-handler", "task=drain/a print").start()) {
      Stopping.until(child, "ready");
      assertThat(next(manager, child.pid())).isEqualTo("0 READY=1");
      Peer.kill("USR1", child.pid());
      Stopping.until(child, "readiness DRAINING");
      assertThat(next(manager, child.pid())).isEqualTo("0 STOPPING=1");
      assertThat(next(manager, child.pid())).isEqualTo("0 STATUS=stopping: drain");
      assertThat(next(manager, child.pid())).isEqualTo("1 BARRIER=1");
      manager.closeFiles();
      assertThat(child.exit()).isZero();
    }
  }

  @Test
  @DisplayName("STOP-86 a reload without parts is told, too: systemctl reload waits for it")
  void reloadWithoutParts() throws Exception {
    try (NotifyPeer manager = NotifyPeer.at(address());
        ChildJvm child = service("reload=HUP").start()) {
      Stopping.until(child, "ready");
      assertThat(next(manager, child.pid())).isEqualTo("0 READY=1");
      Peer.kill("HUP", child.pid());
      assertThat(next(manager, child.pid())).startsWith("0 RELOADING=1|MONOTONIC_USEC=");
      assertThat(next(manager, child.pid())).isEqualTo("0 READY=1");
    }
  }

  @Test
  @DisplayName("STOP-84 a manager that has gone does not hold the stop up, and is told of once")
  void managerIsGone() throws Exception {
    try (ChildJvm child = service("task=drain/a print").start()) {
      Stopping.until(child, "ready");
      Peer.kill("TERM", child.pid());
      assertThat(child.exit()).isZero();
      assertThat(child.errors())
          .singleElement()
          .asString()
          .contains("READY=1", address(), "ENOENT")
          .doesNotContain("Exception");
    }
  }

  @Test
  @DisplayName("STOP-85 without NOTIFY_SOCKET nothing is told")
  void withoutAManager() throws Exception {
    try (ChildJvm child = Stopping.ready("manager=systemd", "task=drain/a print")) {
      Peer.kill("TERM", child.pid());
      assertThat(child.exit()).isZero();
      assertThat(child.errors()).isEmpty();
    }
  }
}
