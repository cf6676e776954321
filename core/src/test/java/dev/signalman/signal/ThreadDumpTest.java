package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// QUIT, by which the VM dumps its threads and lets tools attach.
class ThreadDumpTest {
  private static final String DUMP = "Full thread dump";

  @Test
  @DisplayName("JVM-06: a claimed QUIT reaches its receiver; after close() it dumps threads again")
  void claimReplacesTheDump() throws Exception {
    try (ChildJvm child = ChildJvm.start(ClaimAndRelease.class)) {
      child.expect("ready");
      dumps(child, 1);
      child.send("open");
      child.expect("open");
      for (int i = 0; i < 3; i++) {
        Peer.kill("QUIT", child.pid());
        child.expect("QUIT");
      }
      child.send("close");
      child.expect("closed");
      // Nothing came in between: the dumps before this one would stand before it.
      dumps(child, 2);
      dumps(child, 3);
    }
  }

  private static void dumps(ChildJvm child, int total) throws Exception {
    Peer.kill("QUIT", child.pid());
    Eventually.until("thread dump " + total, () -> count(child) >= total);
    assertThat(count(child)).isEqualTo(total);
  }

  private static long count(ChildJvm child) throws Exception {
    return child.errors().stream().filter(line -> line.startsWith(DUMP)).count();
  }

  @ParameterizedTest(name = "JVM-06: a tool can attach for the first time {0}")
  @ValueSource(strings = {"after a look", "after a claim", "while others are claimed"})
  void toolsAttach(String when) throws Exception {
    try (ChildJvm child = ChildJvm.start(ClaimAndRelease.class)) {
      child.expect("ready");
      if (when.equals("after a claim")) {
        child.send("open");
        child.expect("open");
        child.send("close");
        child.expect("closed");
      } else if (when.equals("while others are claimed")) {
        child.send("others");
        child.expect("open");
      }
      assertThat(Jcmd.run(child, "VM.uptime")).contains(" s");
      assertThat(Jcmd.run(child, "Thread.print")).contains(DUMP);
      assertThat(count(child)).isZero();
    }
  }

  @Test
  @DisplayName("JVM-06: a tool that has attached before can do so while QUIT is claimed")
  void attachedBefore() throws Exception {
    try (ChildJvm child = ChildJvm.start(ClaimAndRelease.class)) {
      child.expect("ready");
      Jcmd.run(child, "VM.uptime");
      child.send("open");
      child.expect("open");
      assertThat(Jcmd.run(child, "Thread.print")).contains(DUMP);
      Peer.kill("QUIT", child.pid());
      child.expect("QUIT");
      child.send("close");
      child.expect("closed");
      assertThat(Jcmd.run(child, "Thread.print")).contains(DUMP);
    }
  }

  static final class ClaimAndRelease {
    public static void main(String[] args) throws Exception {
      Signals.dispositions();
      refuse(() -> Signals.ignore(Signal.QUIT));
      refuse(() -> Signals.setDefault(Signal.QUIT));
      System.out.println("ready");
      while (true) {
        boolean quit = Lines.next().equals("open");
        try (SelfPipe pipe =
            quit
                ? SelfPipe.open(Signal.QUIT)
                : SelfPipe.open(SelfPipeTest.receivable().without(Signal.QUIT))) {
          System.out.println("open");
          Thread printer = Thread.ofPlatform().start(() -> print(pipe));
          Lines.next();
          printer.interrupt();
          printer.join();
        }
        System.out.println("closed");
      }
    }

    /// Either would take attaching away: the one makes it fail, the other kills the VM.
    private static void refuse(Runnable change) {
      try {
        change.run();
      } catch (ReservedSignalException e) {
        return; // as it should be
      }
      throw new AssertionError("QUIT was ignored, or set to its default");
    }

    private static void print(SelfPipe pipe) {
      try {
        while (true) {
          SignalInfo info = pipe.take();
          System.out.println(info.signal());
        }
      } catch (InterruptedException e) {
        return; // told to end
      }
    }
  }
}
