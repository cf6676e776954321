package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import java.nio.channels.Selector;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The signal with which the VM suspends its threads: USR2, or another that the environment names.
class SuspendSignalTest {
  @TempDir private Path folder = Path.of("");

  @Test
  @DisplayName(
      "JVM-02: a claimed USR2 reaches its receiver while the flight recorder samples threads")
  void besideTheFlightRecorder() throws Exception {
    Path recording = folder.resolve("recording.jfr");
    try (ChildJvm child =
        ChildJvm.of(WorkAndTake.class)
            .vm("-XX:StartFlightRecording=settings=profile,filename=" + recording)
            .vm("-Xlog:disable", "-Xlog:all=error:stderr")
            .start()) {
      child.expect("ready");
      for (int i = 0; i < 40; i++) {
        Peer.kill("USR2", child.pid());
        child.expect("USR2 KILL " + i);
      }
      child.send("end");
      child.expect("worked, no other came");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
    Peer samples =
        Peer.succeed(
            Path.of(System.getProperty("java.home"), "bin", "jfr").toString(),
            "print",
            "--events",
            "jdk.ExecutionSample",
            recording.toString());
    // The work began after the claim, and to sample it the recorder has to suspend its thread.
    assertThat(samples.output()).contains("WorkAndTake.work()");
  }

  static final class WorkAndTake {
    private static volatile double sum;
    private static volatile boolean done;

    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.USR2);
      Thread worker = Thread.ofPlatform().start(WorkAndTake::work);
      System.out.println("ready");
      for (int i = 0; i < 40; i++) {
        SignalInfo info = pipe.take();
        System.out.println(info.signal() + " " + info.cause() + " " + i);
      }
      Lines.next();
      SignalInfo other = pipe.poll();
      done = true;
      worker.join();
      System.out.println(other == null && sum > 0 ? "worked, no other came" : "came: " + other);
    }

    private static void work() {
      while (!done) {
        double part = 0;
        for (int i = 1; i < 100_000; i++) {
          part += 1 / Math.sqrt(i);
        }
        sum = part;
      }
    }
  }

  @Test
  @DisplayName("JVM-02: an unread USR2 does not disturb the VM at close")
  void unreadAtClose() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(CloseUnread.class).vm("-Xlog:disable", "-Xlog:all=warning:stderr").start()) {
      child.expect("closed");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class CloseUnread {
    private CloseUnread() {}

    public static void main(String[] args) throws Exception {
      try (Selector selector = Selector.open();
          SelfPipe pipe = SelfPipe.open(Signal.USR2);
          AutoCloseable _ = pipe.wakeup(selector)) {
        Signals.send(ProcessHandle.current().pid(), Signal.USR2);
        selector.select();
      }
      System.out.println("closed");
    }
  }

  @Test
  @DisplayName("JVM-02: with _JAVA_SR_SIGNUM USR2 is free, and the chosen signal is guarded")
  void movedAway() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(TakeBoth.class)
            .env("_JAVA_SR_SIGNUM", Integer.toString(Signal.RT5.number()))
            .start()) {
      child.expect("RT5 cannot be ignored", "ready");
      Peer.kill("USR2", child.pid());
      child.expect("USR2");
      Peer.kill(Integer.toString(Signal.RT5.number()), child.pid());
      child.expect("RT5");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class TakeBoth {
    public static void main(String[] args) throws Exception {
      System.out.println(refused());
      try (SelfPipe pipe = SelfPipe.open(Signal.USR2, Signal.RT5)) {
        System.out.println("ready");
        System.out.println(pipe.take().signal());
        System.out.println(pipe.take().signal());
      }
      Signals.ignore(Signal.USR2);
    }

    private static String refused() {
      try {
        Signals.ignore(Signal.RT5);
        return "RT5 ignored";
      } catch (ReservedSignalException e) {
        return e.signal() + " cannot be ignored";
      }
    }
  }
}
