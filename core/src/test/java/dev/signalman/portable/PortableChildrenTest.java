package dev.signalman.portable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.OtherProcess;
import dev.signalman.process.OutputLimitException;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.process.StopPlan;
import dev.signalman.process.Stopping;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Children of `ProcessBuilder`, and the event loop without epoll.
class PortableChildrenTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static ChildJvm portable(Class<?> program) throws Exception {
    return ChildJvm.of(program).vm("-Dsignalman.mode=portable").denyNativeAccess().start();
  }

  @Test
  @DisplayName(
      "PORT-20: in portable mode children have their environment, directory, files and pipes, and"
          + " are waited for, stopped and captured")
  void children() throws Exception {
    try (ChildJvm child = portable(Children.class)) {
      child.expect("tmp value gone", "HELLO", "exited with code 3 3");
      child.expect("captured 5 files exited with code 0", "too much");
      child.expect("ENDED 143 ended in an unknown way", "137 killed", "unheld");
      child.expect("refused a process group for a child (Spawn.newGroup, Spawn.group)");
      child.expect("refused sending SIGINT to a child", "no program");
      child.expect("other true", "other ended true", "gone ESRCH");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class Children {
    private Children() {}

    public static void main(String[] args) throws Exception {
      System.out.println(
          Spawn.of("sh", "-c", "echo ${PWD##*/} $KEY ${LANG-gone}")
              .env("KEY", "value")
              .unsetEnv("LANG")
              .directory(Path.of("/tmp"))
              .capture(100)
              .text()
              .strip());
      try (Child tr =
          Spawn.of("tr", "a-z", "A-Z").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start()) {
        tr.stdin().write("hello\n".getBytes(StandardCharsets.UTF_8));
        tr.stdin().close();
        BufferedReader out =
            new BufferedReader(new InputStreamReader(tr.stdout(), StandardCharsets.UTF_8));
        System.out.println(out.readLine());
        tr.waitFor();
      }
      ExitStatus three = Spawn.of("sh", "-c", "exit 3").start().waitFor();
      System.out.println(three + " " + three.shellStatus());
      files();
      stops();
      refusals();
      others();
    }

    private static void files() throws Exception {
      Path file = Files.createTempFile("portable", ".txt");
      Spawn.of("sh", "-c", "echo out; echo err >&2")
          .stdin(Stdio.discard())
          .stdout(Stdio.appendTo(file))
          .stderr(Stdio.merged())
          .start()
          .waitFor();
      boolean both = Files.readString(file).equals("out\nerr\n");
      Files.delete(file);
      var five = Spawn.of("sh", "-c", "sleep 60 & printf 12345").capture(5);
      System.out.println(
          "captured " + five.output().length + (both ? " files " : " lost ") + five.status());
      try {
        Spawn.of("yes").capture(100);
      } catch (OutputLimitException _) {
        System.out.println("too much");
      }
    }

    private static void stops() throws Exception {
      Child sleeper = Spawn.of("sleep", "60").start();
      Stopping.State state = sleeper.stop(StopPlan.within(MINUTE)).state();
      String status = sleeper.waitFor().toString();
      System.out.println(
          state + " " + sleeper.waitFor().shellStatus() + " " + status.split(":", 2)[0]);
      Child stubborn =
          Spawn.of("sh", "-c", "trap '' TERM; echo; while :; do sleep 1; done")
              .stdout(Stdio.pipe())
              .start();
      int _ = stubborn.stdout().read();
      ExitStatus killed = stubborn.stop(Duration.ofMillis(1));
      System.out.println(killed.shellStatus() + " killed");
      System.out.println(stubborn.send(Signal.TERM) ? "sent" : "unheld");
    }

    private static void refusals() throws Exception {
      try {
        Spawn.of("true").newGroup().start();
      } catch (UnsupportedOperationException e) {
        System.out.println("refused " + String.valueOf(e.getMessage()).split(":", 2)[0]);
      }
      Child sleeper = Spawn.of("sleep", "60").start();
      try {
        sleeper.send(Signal.INT);
      } catch (UnsupportedOperationException e) {
        System.out.println("refused " + String.valueOf(e.getMessage()).split(":", 2)[0]);
      }
      sleeper.send(Signal.KILL);
      try {
        Spawn.of("no-such-program").start();
      } catch (IOException e) {
        System.out.println(
            String.valueOf(e.getMessage()).contains("no-such-program") ? "no program" : e);
      }
    }

    private static void others() throws Exception {
      Process sleep = new ProcessBuilder("sleep", "60").start();
      try (OtherProcess other = OtherProcess.of(sleep.pid())) {
        System.out.println("other " + (other.exists() && Signals.exists(sleep.pid())));
        other.send(Signal.TERM);
        System.out.println("other ended " + other.awaitEnd(MINUTE));
        try {
          Signals.send(sleep.toHandle(), Signal.TERM);
        } catch (dev.signalman.PosixException e) {
          System.out.println("gone " + e.errno().name());
        }
      }
    }
  }

  @Test
  @DisplayName("PORT-21: in portable mode an event loop has signals, timers, children and tasks")
  void loop() throws Exception {
    try (ChildJvm child = portable(Loop.class)) {
      child.expect("ready");
      Peer.kill("USR1", child.pid());
      child.expect("signal USR1 UNKNOWN", "child exited with code 4", "3 ticks", "stopped ENDED");
      child.expect("interrupted", "idle 0", "closed");
      Peer.kill("TERM", child.pid());
      child.expectExit(143);
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class Loop {
    private Loop() {}

    public static void main(String[] args) throws Exception {
      try (EventLoop loop = EventLoop.open()) {
        loop.onSignal(
            SignalSet.of(Signal.USR1, Signal.TERM),
            info -> {
              System.out.println("signal " + info.signal() + " " + info.cause());
              loop.stop();
            });
        System.out.println("ready");
        loop.run();
        loop.onExit(
            Spawn.of("sh", "-c", "exit 4").start(),
            status -> {
              System.out.println("child " + status);
              loop.stop();
            });
        loop.run();
        AtomicInteger ticks = new AtomicInteger();
        loop.every(
            Duration.ofMillis(2),
            () -> {
              if (ticks.incrementAndGet() == 3) {
                loop.stop();
              }
            });
        loop.run();
        System.out.println(ticks + " ticks");
        loop.stop(
            Spawn.of("sleep", "60").start(),
            StopPlan.within(MINUTE),
            last -> {
              System.out.println("stopped " + last.state());
              loop.stop();
            });
        loop.run();
      }
      last();
    }

    private static void last() throws Exception {
      EventLoop loop = EventLoop.open();
      Thread runner = Thread.currentThread();
      loop.after(Duration.ofMillis(1), runner::interrupt);
      try {
        loop.run();
      } catch (InterruptedException _) {
        System.out.println("interrupted");
      }
      Thread other = new Thread(loop::stop);
      other.start();
      loop.run();
      System.out.println("idle " + (runner.isInterrupted() ? 1 : 0));
      loop.close();
      System.out.println("closed");
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
