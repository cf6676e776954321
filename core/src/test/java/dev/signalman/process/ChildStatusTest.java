package dev.signalman.process;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.loop.EventLoop;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Sigaction;
import dev.signalman.posix.SignalH;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Statuses of children, whatever becomes of SIGCHLD.
class ChildStatusTest {
  @Test
  @DisplayName(
      "CHLD-14 children that die while CHLD is held give one signal and all their statuses")
  void burstGivesOneSignalAndAllStatuses() throws Exception {
    try (ChildJvm parent = ChildJvm.start(Burst.class)) {
      List<String> pids = List.of(parent.line().split(" ", -1));
      Peer.kill("STOP", parent.pid());
      Eventually.until("it stops", () -> ProcFs.process(parent.pid()).state() == 'T');
      for (String pid : pids) {
        Peer.kill("KILL", Long.parseLong(pid));
        Eventually.until("dead", () -> ProcFs.process(Long.parseLong(pid)).state() == 'Z');
      }
      Peer.kill("CONT", parent.pid());
      parent.expect("5 of 5 killed by signal SIGKILL (9)", "1 CHLD");
      parent.expectExit(0);
    }
  }

  static final class Burst {
    private Burst() {}

    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.CHLD, Signal.RT1);
      List<Child> children = new ArrayList<>();
      List<String> pids = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        children.add(Spawn.of("sleep", "60").start());
        pids.add("" + children.get(i).pid());
      }
      System.out.println(String.join(" ", pids));
      int killed = 0;
      for (Child child : children) {
        killed += child.waitFor().toString().equals("killed by signal SIGKILL (9)") ? 1 : 0;
      }
      System.out.println(killed + " of 5 killed by signal SIGKILL (9)");
      Signals.raise(Signal.RT1);
      int count = 0;
      while (pipe.take().signal() == Signal.CHLD) {
        count++;
      }
      System.out.println(count + " CHLD");
      pipe.close();
    }
  }

  @Test
  @DisplayName("CHLD-03, CHLD-12 stops and continuations are reported each time, and end nothing")
  void stopsAreTold() throws Exception {
    try (ChildJvm parent = ChildJvm.start(Stops.class)) {
      for (int i = 0; i < 3; i++) {
        parent.expect("CHILD_STOPPED 19, alive true", "CHILD_CONTINUED 18, alive true");
      }
      parent.expect("CHILD_KILLED 15, killed by signal SIGTERM (15)");
      parent.expectExit(0);
    }
  }

  static final class Stops {
    private Stops() {}

    public static void main(String[] args) throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.CHLD)) {
        Child child = Spawn.of("sleep", "60").start();
        for (int i = 0; i < 3; i++) {
          for (Signal signal : new Signal[] {Signal.STOP, Signal.CONT}) {
            child.send(signal);
            System.out.println(told(pipe, child) + ", alive " + child.isAlive());
          }
        }
        child.send(Signal.TERM);
        System.out.println(told(pipe, child) + ", " + child.waitFor());
      }
    }

    private static String told(SelfPipe pipe, Child child) throws InterruptedException {
      SignalInfo info = pipe.take();
      return info.cause()
          + " "
          + info.status()
          + (info.pid() == child.pid() ? "" : " of " + info.pid());
    }
  }

  @Test
  @DisplayName("CHLD-13 statuses are kept in a process that was started with CHLD ignored")
  void ignoredAtLaunch() throws Exception {
    try (ChildJvm parent =
        ChildJvm.of(Statuses.class).prefix("env", "--ignore-signal=CHLD").start()) {
      parent.expect("exited with code 7", "killed by signal SIGTERM (15)");
      parent.expectExit(0);
    }
  }

  static final class Statuses {
    private Statuses() {}

    public static void main(String[] args) throws Exception {
      System.out.println(Outcome.sh("exit 7").status());
      System.out.println(Outcome.sh("kill -TERM $$").status());
    }
  }

  /// Only other native code can do it: here it is refused (DISP-17).
  @Test
  @DisplayName(
      "CHLD-06, CHLD-20, LIFE-08 if CHLD is ignored later, a lost status shows and no wait hangs")
  void lostStatusIsTold() throws Exception {
    try (ChildJvm parent = ChildJvm.start(Lost.class)) {
      parent.expect(
          "refused",
          "waitFor: ended in an unknown way: the status of Child [sh, -c, read x; exit 7] was taken"
              + " by other code that waits for any child, or lost because SIGCHLD is ignored:"
              + " ECHILD (No child processes)",
          "onExit: the same",
          "loop: the same",
          "success false, usage null, by us false",
          "alive false, sent false");
      parent.expectExit(0);
    }
  }

  static final class Lost {
    private Lost() {}

    public static void main(String[] args) throws Exception {
      Child child = Spawn.of("sh", "-c", "read x; exit 7").stdin(Stdio.pipe()).start();
      try {
        Signals.ignore(Signal.CHLD);
      } catch (RuntimeException e) {
        System.out.println("refused");
      }
      Memory ignore = Memory.allocate(Sigaction.SIZE).putLong(Sigaction.HANDLER, SignalH.SIG_IGN);
      if (SignalH.sigaction(Signal.CHLD.number(), ignore, null) != 0) {
        throw new IllegalStateException("sigaction");
      }
      child.stdin().close();
      ExitStatus told = child.waitFor();
      String text = told.toString();
      System.out.println("waitFor: " + text.replace("Child " + child.pid(), "Child"));
      System.out.println("onExit: " + (child.onExit().get().equals(told) ? "the same" : "other"));
      try (EventLoop loop = EventLoop.open()) {
        loop.onExit(
            child,
            status -> {
              System.out.println("loop: " + (status.equals(told) ? "the same" : status));
              loop.stop();
            });
        loop.run();
      }
      System.out.println(
          "success "
              + told.isSuccess()
              + ", usage "
              + told.usage()
              + ", by us "
              + told.endedByUs());
      System.out.println("alive " + child.isAlive() + ", sent " + child.send(Signal.TERM));
    }
  }

  @Test
  @DisplayName(
      "CHLD-21 with a handler for CHLD the JDK's waitFor, onExit and exitValue stay correct")
  void processesOfTheJdk() throws Exception {
    try (ChildJvm parent = ChildJvm.start(Jdk.class)) {
      parent.expect("0 0 0", "1 1 1", "10 10 10", "handler told of 3");
      parent.expectExit(0);
    }
  }

  static final class Jdk {
    private Jdk() {}

    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.CHLD);
      int told = 0;
      for (int code : new int[] {0, 1, 10}) {
        Process process = new ProcessBuilder("sh", "-c", "exit " + code).start();
        SignalInfo info = pipe.take();
        told += info.pid() == process.pid() && info.status() == code ? 1 : 0;
        System.out.println(
            process.waitFor()
                + " "
                + process.onExit().get().exitValue()
                + " "
                + process.exitValue());
      }
      System.out.println("handler told of " + told);
    }
  }
}
