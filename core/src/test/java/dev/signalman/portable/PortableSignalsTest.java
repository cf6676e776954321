package dev.signalman.portable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import java.nio.channels.Selector;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Signals through the VM, without native code.
class PortableSignalsTest {
  private static final String PORTABLE = "-Dsignalman.mode=portable";

  private static ChildJvm.Builder portable(Class<?> program) {
    return ChildJvm.of(program).vm(PORTABLE).denyNativeAccess();
  }

  @Test
  @DisplayName(
      "PORT-01: in portable mode signals reach each of their receivers, with cause UNKNOWN, without"
          + " native access, and take their old action afterwards")
  void receives() throws Exception {
    try (ChildJvm child = portable(Receiving.class).start()) {
      child.expect("PORTABLE true -Dsignalman.mode=portable", "ready");
      Peer.kill("USR1", child.pid());
      child.expect("first USR1 UNKNOWN 0", "second USR1", "queue SIGUSR1 (unknown)", "PORTABLE");
      Peer.kill("TERM", child.pid());
      child.expect("pipe TERM", "selected");
      child.send("close");
      child.expect("pause ALRM", "await CONT", "await null", "raised WINCH", "closed");
      Peer.kill("TERM", child.pid());
      child.expect("hook");
      child.expectExit(128 + Signal.TERM.number());
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class Receiving {
    private Receiving() {}

    public static void main(String[] args) throws Exception {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
      Capabilities can = Signals.capabilities();
      System.out.println(can.mode() + " " + Signals.isSupported() + " " + can.cause());
      SignalQueue queue = Signals.queue(Signal.USR1);
      SignalRegistration first =
          Signals.handle(
              Signal.USR1,
              info -> System.out.println("first USR1 " + info.cause() + " " + info.pid()));
      SignalRegistration second =
          Signals.handle(Signal.USR1, info -> System.out.println("second " + info.signal()));
      SelfPipe pipe = SelfPipe.open(Signal.TERM);
      Selector selector = Selector.open();
      AutoCloseable waking = pipe.wakeup(selector);
      System.out.println("ready");
      SignalInfo usr1 = queue.take();
      Signals.pause();
      System.out.println("queue " + usr1);
      System.out.println(first.mode(Signal.USR1));
      selector.select();
      System.out.println("pipe " + pipe.take().signal());
      System.out.println("selected");
      Lines.next();
      waking.close();
      pipe.close();
      first.close();
      second.close();
      queue.close();
      more();
      System.out.println("closed");
      Thread.sleep(Long.MAX_VALUE);
    }

    private static void more() throws Exception {
      try (SignalRegistration alarm = Signals.handle(Signal.ALRM, info -> {})) {
        Signals.raise(Signal.ALRM);
        System.out.println("pause " + Signals.pause().signal() + (alarm.isOpen() ? "" : " closed"));
      }
      SignalSet cont = SignalSet.of(Signal.CONT);
      Signals.await(cont, Duration.ZERO); // holds it from now on
      Signals.raise(Signal.CONT);
      SignalInfo awaited = Signals.await(cont, Duration.ofMinutes(1));
      System.out.println("await " + (awaited == null ? "nothing" : awaited.signal()));
      System.out.println("await " + Signals.await(cont, Duration.ofMillis(1)));
      Signals.restore(Signal.CONT);
      try (SelfPipe pipe = SelfPipe.open(Signal.WINCH)) {
        Signals.raise(Signal.WINCH);
        System.out.println("raised " + pipe.take().signal());
      }
    }
  }

  @Test
  @DisplayName(
      "PORT-02: in portable mode signals are ignored, set to their default and restored, and what"
          + " HUP, INT and TERM do can be asked")
  void dispositions() throws Exception {
    try (ChildJvm child = portable(Verbs.class).prefix("nohup").start()) {
      child.expect("HUP ignored, TERM the VM's handler (shutdown hooks)");
      child.expect("USR1 default, then ignored, then default");
      child.expect("SIGHUP", "two of INT", "sending SIGUSR1 to this process", "unread");
      child.expectExit(128 + Signal.TERM.number());
    }
  }

  static final class Verbs {
    private Verbs() {}

    public static void main(String[] args) throws Exception {
      System.out.println(
          "HUP " + Signals.disposition(Signal.HUP) + ", TERM " + Signals.disposition(Signal.TERM));
      Disposition before = Signals.ignore(Signal.USR1);
      Signals.raise(Signal.USR1);
      Disposition ignored = Signals.disposition(Signal.USR1);
      Signals.restore(Signal.USR1);
      Disposition restored = Signals.ignore(Signal.USR1);
      Signals.setDefault(Signal.USR1);
      System.out.println("USR1 " + before + ", then " + ignored + ", then " + restored);
      try (SelfPipe pipe = SelfPipe.open(Signal.HUP)) {
        System.out.println(pipe);
      } catch (UnsupportedOperationException e) {
        System.out.println(String.valueOf(e.getMessage()).split(",", 2)[0]);
      }
      try (SelfPipe pipe = SelfPipe.open(Signal.INT)) {
        Signals.raise(Signal.INT);
        Signals.raise(Signal.INT);
        pipe.take();
        pipe.take();
        System.out.println("two of INT");
      }
      try {
        Signals.raise(Signal.USR1);
      } catch (UnsupportedOperationException e) {
        System.out.println(String.valueOf(e.getMessage()).split(",", 2)[0]);
      }
      try (SelfPipe pipe = SelfPipe.open(Signal.TERM)) {
        Signals.raise(Signal.TERM);
        Selector selector = Selector.open();
        pipe.wakeup(selector);
        selector.select(); // it has come, and is not read
        System.out.println("unread");
      } // so it takes its old action
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  @DisplayName("PORT-03: what portable mode lacks is refused with the capability and the way out")
  void refusals() throws Exception {
    try (ChildJvm child = portable(Refusals.class).start()) {
      String because =
          ": not available in mode PORTABLE, which is used because of -Dsignalman.mode=portable; on"
              + " Linux, leave the option out";
      child.expect("real-time signals, such as SIGRTMIN+3" + because);
      child.expect("signals in mode FULL" + because);
      child.expect("signal masks of threads (SignalMask)" + because);
      child.expect(
          "SIGUSR2 cannot be claimed: the VM suspends its threads with it, and portable"
              + " mode could not pass it on");
      child.expect(
          "SIGQUIT cannot be claimed: the VM prints its threads at it, unless it is started"
              + " with -Xrs");
      child.expect("SIGKILL cannot be claimed: no process can catch, block or ignore it");
      child.expect("SIGTERM already belongs to SelfPipe [TERM]; close that first");
      child.expect("sending SIGUSR1 to another process" + because);
      child.expectExit(0);
    }
  }

  static final class Refusals {
    private Refusals() {}

    private interface Call {
      void run() throws Exception;
    }

    private static void tell(Call call) throws Exception {
      try {
        call.run();
        System.out.println("not refused");
      } catch (UnsupportedOperationException | IllegalArgumentException | IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }

    public static void main(String[] args) throws Exception {
      tell(() -> SelfPipe.open(Signal.RT3));
      tell(() -> SelfPipe.open(SignalSet.of(Signal.USR1), Mode.FULL));
      tell(() -> dev.signalman.signal.SignalMask.current());
      tell(() -> SelfPipe.open(Signal.USR2));
      tell(() -> SelfPipe.open(Signal.QUIT));
      tell(() -> SelfPipe.open(Signal.KILL));
      try (SelfPipe pipe = SelfPipe.open(Signal.TERM)) {
        tell(() -> Signals.handle(pipe.signals(), info -> {}));
      }
      tell(() -> Signals.send(ProcessHandle.current().parent().orElseThrow(), Signal.USR1));
    }
  }
}
