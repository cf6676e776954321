package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the VM (JDK 25) does at its end by itself, and the same with a lifecycle.
class VmFactsTest {
  private static final String TASK = "task=s/a print";

  private static ChildJvm bare(String kind) throws Exception {
    ChildJvm child = ChildJvm.start(Bare.class, kind);
    child.expect("ready");
    Peer.kill("TERM", child.pid());
    child.expect("hook begun");
    return child;
  }

  /// Sends a signal and waits until a thread of the program has taken it.
  private static void taken(ChildJvm child, Signal signal) throws Exception {
    Peer.kill(signal.name(), child.pid());
    String none = "ShdPnd:\t0000000000000000";
    Path status = Path.of("/proc/" + child.pid() + "/status");
    Eventually.until("the signal is taken", () -> Files.readString(status).contains(none));
  }

  private static boolean hasThread(ChildJvm child, String frame) throws Exception {
    return Peer.succeed("jcmd", Integer.toString(child.pid()), "Thread.print")
        .output()
        .contains(frame);
  }

  @Test
  @DisplayName("STOP-40: bare, a second TERM and an INT do nothing while hooks run; status 143")
  void bareSecondSignal() throws Exception {
    try (ChildJvm child = bare("line")) {
      taken(child, Signal.TERM);
      taken(child, Signal.INT);
      child.send("enough");
      child.expect("hook read enough");
      child.expectExit(143);
    }
  }

  @Test
  @DisplayName("STOP-41: bare, System.exit in another thread is ignored while TERM's hooks run")
  void bareExitInAnotherThread() throws Exception {
    try (ChildJvm child = bare("other-thread-exits")) {
      child.send("enough");
      child.expect("hook read enough");
      child.expectExit(143);
    }
  }

  @Test
  @DisplayName("STOP-41: with a lifecycle it is ignored too, and the chosen status holds")
  void exitInAnotherThread() throws Exception {
    try (ChildJvm child = Stopping.ready(TASK, "hook=other-exits", "status=7")) {
      Peer.kill("TERM", child.pid());
      Stopping.until(child, "hook begun");
      child.send("enough");
      Stopping.until(child, "hook read enough");
      child.expectExit(7);
    }
  }

  @Test
  @DisplayName("STOP-42: bare, Runtime.halt in a hook ends the VM with its status; so it does here")
  void haltInHook() throws Exception {
    try (ChildJvm child = bare("halt")) {
      child.expectExit(7);
    }
    try (ChildJvm child = Stopping.ready(TASK, "hook=halt")) {
      Peer.kill("TERM", child.pid());
      child.expectExit(7);
    }
  }

  @Test
  @DisplayName("STOP-43: bare, System.exit in a hook hangs for ever, and TERM does nothing")
  void bareExitInHook() throws Exception {
    try (ChildJvm child = bare("exit")) {
      Eventually.until("it hangs", () -> hasThread(child, "java.lang.Shutdown.exit"));
      taken(child, Signal.TERM);
      assertThat(child.process().isAlive()).isTrue();
      assertThat(hasThread(child, "java.lang.Shutdown.exit")).isTrue();
      Peer.kill("KILL", child.pid());
      child.expectExit(137);
    }
  }

  @Test
  @DisplayName("STOP-43: with a lifecycle, the hook is named and the VM halted at the deadline")
  void exitInHook() throws Exception {
    try (ChildJvm child = Stopping.ready(TASK, "hook=exit", "deadline=40s")) {
      Peer.kill("TERM", child.pid());
      Stopping.until(child, "a ended");
      Stopping.until(child, "hangs hook-exit");
    }
    try (ChildJvm child = Stopping.ready(TASK, "hook=exit", "deadline=2s")) {
      Peer.kill("TERM", child.pid());
      child.expectExit(1);
    }
  }

  @Test
  @DisplayName("STOP-44: a lifecycle that is opened while the VM exits takes nothing over")
  void openedTooLate() throws Exception {
    try (ChildJvm child = bare("open")) {
      child.expect("opened");
      child.send("enough");
      child.expect("hook read enough");
      child.expectExit(143);
      assertThat(child.errors()).isEmpty();
    }
  }
}
