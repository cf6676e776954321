package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.io.UnixServer;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A program that hangs while it opens a listener.
class HandoverBlockedTest {
  @Test
  @DisplayName("HAND-27 while a listener is being opened, signals are handled and the stop runs")
  void openBlocks() throws Exception {
    try (ChildJvm child = ChildJvm.start(Opening.class)) {
      child.expect("opening");
      Peer.kill("USR2", child.pid());
      child.expect(
          "not handing over: there is no listener to inherit;"
              + " Handover.listener registers them");
      Peer.kill("TERM", child.pid());
      child.expect("task");
      child.expectExit(0);
    }
  }

  static final class Opening {
    private Opening() {}

    public static void main(String[] args) throws Exception {
      StopListener listener =
          new StopListener() {
            @Override
            public void noted(String sentence) {
              System.out.println(sentence);
            }
          };
      Lifecycle life = Lifecycle.builder().quiet().listener(listener).open();
      life.stage("work").add("task", () -> System.out.println("task"));
      Handover handover = Handover.of(life).on(Signal.USR2);
      UnixServer _ =
          handover.listener(
              "a",
              UnixServer.class,
              () -> {
                System.out.println("opening");
                new CountDownLatch(1).await();
                throw new IllegalStateException("never opened");
              });
    }
  }
}
