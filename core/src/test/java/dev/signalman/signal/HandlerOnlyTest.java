package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Capabilities;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The weaker mode: handler code and a pipe, without signalfd or without masks.
class HandlerOnlyTest {
  private static final String FORCED = "-Ddev.signalman.handlerOnly=true";

  @Test
  @DisplayName(
      "FD-07: in handler-only mode, which is reported, signals arrive with sender and value")
  void turnedOffByAProperty() throws Exception {
    try (ChildJvm child = ChildJvm.of(Receive.class).vm(FORCED).start()) {
      child.expect("HANDLER_ONLY true");
      assertThat(child.line()).contains("signalfd: turned off");
      for (BitSet blocked : ProcFs.masks(child.pid()).values()) {
        assertThat(blocked.get(Signal.USR1.number())).isFalse();
      }
      receiveAll(child);
    }
  }

  @Test
  @DisplayName("FD-07: where /proc hides the threads, no mask is set and everything still works")
  void hiddenThreads() throws Exception {
    String hide = "mount -t tmpfs none /proc/$$/task && exec \"$@\"";
    assumeTrue(
        Peer.run("unshare", "-m", "sh", "-c", hide, "sh", "true").status() == 0,
        "skipped: needs the right to mount over /proc");
    try (ChildJvm child =
        ChildJvm.of(Receive.class).prefix("unshare", "-m", "sh", "-c", hide, "sh").start()) {
      child.expect("HANDLER_ONLY true");
      assertThat(child.line()).contains("/proc/self/task: signals cannot be blocked");
      receiveAll(child);
    }
  }

  @Test
  @DisplayName("FD-07: where /proc shows no masks, signals are not taken for blocked")
  void hiddenMasks() throws Exception {
    String hide =
        "cd /proc/$$/task && mount -t tmpfs none . && cd /proc/$$/task"
            + " && mkdir $(seq $$ $(($$ + 3000)))"
            + " && for thread in *; do echo 'Name: java' > $thread/status; done && cd / && exec \"$@\"";
    assumeTrue(
        Peer.run("unshare", "-m", "sh", "-c", hide, "sh", "true").status() == 0,
        "skipped: needs the right to mount over /proc");
    try (ChildJvm child =
        ChildJvm.of(Receive.class).prefix("unshare", "-m", "sh", "-c", hide, "sh").start()) {
      child.expect("HANDLER_ONLY true");
      assertThat(child.line()).contains("no thread's mask shows (SigBlk)");
      receiveAll(child);
    }
  }

  private static void receiveAll(ChildJvm child) throws Exception {
    Peer sender = Peer.kill("USR1", child.pid());
    child.expect("USR1 KILL 0 from " + sender.pid());
    for (int value = 0; value < 3; value++) {
      sender = Peer.queue("RTMIN+2", value, child.pid());
      child.expect("RT2 QUEUE " + value + " from " + sender.pid());
    }
    sender = Peer.kill("USR2", child.pid());
    child.expect("USR2 KILL 0 from " + sender.pid());
    sender = Peer.kill("TERM", child.pid());
    child.expect("TERM KILL 0 from " + sender.pid(), "closed");
    BitSet caught = ProcFs.process(child.pid()).caught();
    assertThat(caught.get(Signal.USR1.number())).isFalse();
    Peer.kill("TERM", child.pid());
    child.expectExit(128 + Signal.TERM.number());
  }

  static final class Receive {
    public static void main(String[] args) throws Exception {
      Capabilities can = Signals.capabilities();
      try (SelfPipe pipe = SelfPipe.open(Signal.USR1, Signal.USR2, Signal.TERM, Signal.RT2)) {
        System.out.println(can.mode() + " " + can.pidfd());
        System.out.println(String.join("; ", can.missing()));
        SignalInfo info;
        do {
          info = pipe.take();
          System.out.println(
              info.signal() + " " + info.cause() + " " + info.value() + " from " + info.pid());
        } while (info.signal() != Signal.TERM);
      }
      System.out.println("closed");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  @DisplayName("FD-08: signals beyond the size of the pipe are counted as dropped")
  void signalsThatFindThePipeFullAreCounted() throws Exception {
    CProgram flood = CProgram.compile(HandlerOnlyTest.class, "/c/flood.c");
    try (ChildJvm child = ChildJvm.of(CountUnread.class).vm(FORCED).start()) {
      child.expect("ready");
      String rt = Integer.toString(Signal.RT0.number());
      flood.run(Integer.toString(child.pid()), rt, "0", "20000");
      for (String other : new String[] {"USR1", "USR2", "TERM", "WINCH"}) {
        Peer.kill(other, child.pid()); // the pipe is full, and the handlers do not wait for room
      }
      child.send("count");
      String[] counts = child.line().split(" ", -1);
      long received = Long.parseLong(counts[0]);
      long dropped = Long.parseLong(counts[1]);
      assertThat(received + dropped).isEqualTo(20_000 + 4);
      assertThat(received).isGreaterThan(31); // a pipe is a page at the very least
      assertThat(dropped).isGreaterThan(1);
      child.expect("all different");
      for (String signal : new String[] {"RTMIN", "USR1", "USR2", "TERM", "WINCH"}) {
        Peer.kill(signal, child.pid());
        child.expect(Signal.parse(signal).name());
      }
    }
  }

  static final class CountUnread {
    public static void main(String[] args) throws Exception {
      Signal[] others = {Signal.USR1, Signal.USR2, Signal.TERM, Signal.WINCH};
      try (SelfPipe rt = SelfPipe.open(Signal.RT0, others[0], others[1], others[2], others[3])) {
        System.out.println("ready");
        Lines.next();
        Set<Long> values = new HashSet<>();
        long received = 0;
        long different = 0;
        SignalInfo info = rt.poll();
        while (info != null) {
          received++;
          different += info.signal() != Signal.RT0 || values.add(info.value()) ? 1 : 0;
          info = rt.poll();
        }
        System.out.println(received + " " + rt.dropped());
        System.out.println(different == received ? "all different" : "some came twice");
        while (true) {
          System.out.println(rt.take().signal());
        }
      }
    }
  }

  @Test
  @DisplayName("FD-07: without the pipe's read end signals are counted, and SIGPIPE kills nothing")
  void lostReadEnd() throws Exception {
    try (ChildJvm child = ChildJvm.of(LoseReadEnd.class).vm(FORCED).start()) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("dropped 1", "alive");
      child.expectExit(0);
    }
  }

  static final class LoseReadEnd {
    public static void main(String[] args) throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
        OwnPipe.closeReadEnds();
        System.out.println("ready");
        while (pipe.dropped() == 0) {
          Thread.onSpinWait();
        }
        System.out.println("dropped " + pipe.dropped());
        if (pipe.poll() != null) {
          throw new AssertionError("nothing can have come");
        }
        System.out.println("alive");
      }
    }
  }
}
