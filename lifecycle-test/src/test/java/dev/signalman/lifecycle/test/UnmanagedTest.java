package dev.signalman.lifecycle.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.systemd.Notify;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.NotifyPeer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A virtual process beside the service manager of the real one.
class UnmanagedTest {
  @TempDir Path folder;

  @Test
  @DisplayName("STOP-123: a virtual process tells the service manager of the real one nothing")
  void tellsNoManager() throws Exception {
    String address = folder.resolve("notify").toString();
    try (NotifyPeer manager = NotifyPeer.at(address);
        ChildJvm child = ChildJvm.of(Virtual.class).env("NOTIFY_SOCKET", address).start()) {
      child.expect("stopped with 0");
      assertThat(manager.take()).endsWith("STATUS=fence");
      child.expectExit(0);
    }
  }

  static final class Virtual {
    private Virtual() {}

    public static void main(String[] args) throws Exception {
      VirtualProcess process = new VirtualProcess();
      Lifecycle life = process.open(Lifecycle.builder().quiet().notifySystemd());
      life.stage("work").add("nothing", () -> {});
      life.ready();
      process.signal(Signal.TERM);
      process.advance(Duration.ofSeconds(1));
      System.out.println("stopped with " + process.status());
      Notify.fromEnvironment().status("fence");
    }
  }
}
