package dev.signalman.signal;

import static dev.signalman.signal.Puppet.fence;
import static dev.signalman.signal.Puppet.tell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Capabilities.Mode;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.io.Pipe;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Spawn;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import dev.signalman.time.Deadline;
import dev.signalman.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What is refused leaves everything as it was.
class RefusedChangeTest {
  @Test
  @DisplayName(
      "DISP-08: handlers for KILL and STOP are refused, change nothing, and KILL still kills")
  void killAndStopAreRefused() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      ProcFs before = ProcFs.process(child.pid());
      for (String signal : List.of("KILL", "STOP")) {
        for (String verb : List.of("handle", "subscribe", "open")) {
          tell(child, verb + " x USR1 " + signal, "ReservedSignalException");
          tell(child, "close x", "IllegalArgumentException"); // there is no x
        }
        tell(child, "ignore " + signal, "ReservedSignalException");
        tell(child, "default " + signal, "ReservedSignalException");
        tell(child, "restore " + signal, "default"); // nothing was changed, so nothing is done
        tell(child, "disposition " + signal, "default");
      }
      tell(child, "disposition USR1", "default");
      ProcFs after = ProcFs.process(child.pid());
      assertThat(after.caught()).isEqualTo(before.caught());
      assertThat(after.blocked()).isEqualTo(before.blocked());
      assertThat(after.ignored()).isEqualTo(before.ignored());
      Peer.kill("KILL", child.pid());
      child.expectExit(128 + Signal.KILL.number());
    }
  }

  @Test
  @DisplayName("DISP-09: after a refused change the handler from before still runs")
  void refusalLeavesTheHandler() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "handle h USR1 CHLD QUIT", "ok");
      tell(child, "open p USR1", "SignalClaimedException");
      tell(child, "open p ALRM USR1", "SignalClaimedException");
      tell(child, "handle h2 USR1 SEGV", "ReservedSignalException");
      tell(child, "handle h2 USR1 BUS", "ReservedSignalException");
      tell(child, "ignore CHLD", "ReservedSignalException");
      tell(child, "ignore QUIT", "ReservedSignalException");
      tell(child, "default QUIT", "ReservedSignalException");
      for (String signal : List.of("USR1", "CHLD", "QUIT")) {
        Peer.kill(signal, child.pid());
        child.expect("h SIG" + signal);
      }
      tell(child, "disposition ALRM", "default");
    }
  }

  @Test
  @DisplayName("DISP-09: handle, ignore, setDefault and restore refuse the signals of a self-pipe")
  void refusalLeavesTheSelfPipe() throws Exception {
    try (ChildJvm child = Puppet.start()) {
      tell(child, "open p USR1", "ok");
      tell(child, "handle h ALRM USR1", "SignalClaimedException");
      tell(child, "ignore USR1", "SignalClaimedException");
      tell(child, "default USR1", "SignalClaimedException");
      tell(child, "restore USR1", "SignalClaimedException");
      tell(child, "disposition ALRM", "default");
      Peer.kill("USR1", child.pid());
      fence(child);
      tell(child, "poll p", "SIGUSR1");
      tell(child, "poll p", "nothing");
    }
  }

  @Test
  @DisplayName("DISP-09: a handler for several signals is not called for any if one is refused")
  void refusedHandlerIsNeverCalled() throws Exception {
    CProgram storm = CProgram.compile(RefusedChangeTest.class, "/c/storm.c");
    try (ChildJvm child = ChildJvm.start(RefusedInAStorm.class)) {
      child.expect("ready");
      String number = Integer.toString(Signal.RT1.number());
      storm.run(number, RefusedInAStorm.STORM, Integer.toString(child.pid()));
      child.expect("calls of the refused: 0");
    }
  }

  static final class RefusedInAStorm {
    static final String STORM = "50000";

    public static void main(String[] args) throws Exception {
      AtomicInteger heard = new AtomicInteger();
      AtomicInteger wrong = new AtomicInteger();
      Signals.handle(Signal.RT1, info -> heard.incrementAndGet());
      System.out.println("ready");
      SignalSet impossible = SignalSet.of(Signal.RT1, Signal.KILL);
      while (heard.get() < Integer.parseInt(STORM)) {
        try {
          Signals.handle(impossible, info -> wrong.incrementAndGet());
          System.out.println("accepted");
        } catch (ReservedSignalException _) {
          // as it must, each time
        }
      }
      System.out.println("calls of the refused: " + wrong);
    }
  }

  @Test
  @DisplayName("SIG-08: null for a signal, a set or a handler is refused, and changes nothing")
  void nullIsRefused() throws Exception {
    try (ChildJvm child = ChildJvm.start(Nulls.class)) {
      assertThat(child.remainingLines()).containsOnly("refused").hasSize(Nulls.COUNT);
      child.expectExit(0);
    }
  }

  @SuppressWarnings("NullAway") // null is the point
  static final class Nulls {
    static final int COUNT = 35;

    public static void main(String[] args) throws Exception {
      SignalRegistration before = Signals.handle(Signal.USR1, info -> {});
      SignalHandler handler = info -> {};
      Signal none = null;
      refuse(() -> Signals.handle(none, handler));
      refuse(() -> Signals.handle((SignalSet) null, handler));
      refuse(() -> Signals.handle(Signal.USR1, null));
      refuse(() -> Signals.handle(Signal.ALRM, null));
      refuse(() -> Signals.handle(Signal.ALRM, handler, null));
      refuse(() -> Signals.queue(Signal.ALRM, null));
      refuse(() -> SelfPipe.open(Signal.ALRM, null));
      refuse(() -> Signals.ignore(null));
      refuse(() -> Signals.setDefault(null));
      refuse(() -> Signals.restore(null));
      refuse(() -> Signals.disposition(null));
      refuse(() -> Signals.raise(null));
      refuse(() -> Signals.send(ProcessHandle.current().pid(), null));
      refuse(() -> Signals.interruptOn(Signal.ALRM, null));
      refuse(() -> Signals.await(SignalSet.of(Signal.ALRM), null));
      refuse(() -> SignalMask.withBlocked(SignalSet.of(Signal.ALRM), null));
      refuse(() -> Deadline.on(null));
      refuse(() -> Deadline.after(null));
      refuse(() -> Ticker.every(Duration.ofDays(1)).on(null));
      refuse(() -> Ticker.every(Duration.ofDays(1)).start(null));
      refuseInLoop();
      refuseForChild();
      check(before);
    }

    private static void refuseInLoop() throws Exception {
      try (EventLoop loop = EventLoop.open();
          SelfPipe pipe = SelfPipe.open(Signal.USR2);
          Pipe other = Pipe.open()) {
        refuse(() -> loop.onSignal(Signal.ALRM, null));
        refuse(() -> loop.onSignal((SignalSet) null, info -> {}));
        refuse(() -> loop.onSignal(SignalSet.of(Signal.ALRM), Mode.HANDLER_ONLY, null));
        refuse(() -> loop.onReadable(other.readEnd(), null));
        refuse(() -> loop.onWritable(other.writeEnd(), null));
        refuse(() -> loop.after(Duration.ZERO, null));
        refuse(() -> loop.every(Duration.ofNanos(1), null));
        refuse(() -> loop.execute(null));
        refuse(() -> pipe.wakeup(null));
        refuse(() -> other.readEnd().beforeClose(null));
      }
    }

    private static void refuseForChild() throws Exception {
      Child child = Spawn.of("sleep", "1000").start();
      try (EventLoop loop = EventLoop.open()) {
        refuse(() -> child.stop((Duration) null));
        refuse(() -> child.send(null));
        refuse(() -> loop.onExit(child, null));
        ExitStatus status = child.waitFor(Duration.ofMillis(100));
        System.out.println(status == null ? "refused" : status.toString());
      } finally {
        child.send(Signal.KILL);
      }
    }

    private static void check(SignalRegistration before) {
      boolean unchanged =
          Signals.disposition(Signal.ALRM) instanceof Disposition.Default
              && Signals.disposition(Signal.USR1) instanceof Disposition.Handled handled
              && handled.receivers().equals(List.of(before));
      System.out.println(unchanged ? "refused" : "changed: " + Signals.dispositions());
    }

    private interface Attempt {
      void run() throws Exception;
    }

    private static void refuse(Attempt attempt) throws Exception {
      try {
        attempt.run();
        System.out.println("accepted");
      } catch (NullPointerException e) {
        System.out.println("refused");
      }
    }
  }
}
