package dev.signalman.signal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// As the first process of a container.
class PidOneTest {
  private static final String[] NAMESPACE = {
    "unshare", "--fork", "--pid", "--mount-proc", "--kill-child"
  };

  @Test
  @DisplayName(
      "JVM-20: as pid 1 claimed signals arrive, and signals with default action do nothing")
  void firstOfItsNamespace() throws Exception {
    String[] probe = {NAMESPACE[0], NAMESPACE[1], NAMESPACE[2], NAMESPACE[3], NAMESPACE[4], "true"};
    assumeTrue(Peer.run(probe).status() == 0, "skipped: needs the right to make a pid namespace");
    try (ChildJvm unshare = ChildJvm.of(TakeThree.class).prefix(NAMESPACE).start()) {
      unshare.expect("pid 1", "ready");
      long pid = unshare.process().children().findFirst().map(ProcessHandle::pid).orElseThrow();
      Peer.kill("USR1", pid); // at its default, which pid 1 does not take
      Peer.kill("ALRM", pid);
      Peer.kill("USR2", pid);
      unshare.expect("USR2 from another namespace");
      Peer.queue("RTMIN", 7, pid);
      unshare.expect("RT0 from another namespace, value 7");
      Peer.kill("TERM", pid);
      unshare.expect("TERM from another namespace", "RT0 from 1, value 8");
      unshare.expectExit(0);
    }
  }

  static final class TakeThree {
    public static void main(String[] args) throws Exception {
      System.out.println("pid " + ProcessHandle.current().pid());
      try (SelfPipe pipe = SelfPipe.open(SignalSet.of(Signal.USR2, Signal.TERM, Signal.RT0))) {
        System.out.println("ready");
        print(pipe.take());
        print(pipe.take());
        print(pipe.take());
        Signals.send(1, Signal.RT0, 8);
        print(pipe.take());
      }
    }

    private static void print(SignalInfo info) {
      System.out.println(
          info.signal()
              + (info.senderUnknown() ? " from another namespace" : " from " + info.pid())
              + (info.value() == 0 ? "" : ", value " + info.value()));
    }
  }
}
