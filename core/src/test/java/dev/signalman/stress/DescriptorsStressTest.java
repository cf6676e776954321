package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import dev.signalman.testkit.StressTest;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that has no descriptor left, or one, or two, up to enough. May be lost: nothing. What
/// is claimed is still received; what needs a descriptor works, or says what is missing and leaves
/// nothing behind.
@StressTest
class DescriptorsStressTest {
  private static final List<String> ATTEMPTS = List.of("claim", "spawn", "loop");
  private static final int ENOUGH = 14;

  @Test
  @DisplayName("each attempt works or names the missing descriptor, and leaves nothing behind")
  void eachAttemptWorksOrSaysWhatIsMissing(@TempDir Path folder) throws Exception {
    try (ChildJvm child = Stress.child(Exhausted.class).jar(folder).start()) {
      child.expect("ready");
      Map<Integer, String> before = ProcFs.descriptors(child.pid());
      BitSet caught = ProcFs.process(child.pid()).caught();
      int lowest = 0;
      while (before.containsKey(lowest)) {
        lowest++;
      }
      int failed = 0;
      for (int limit = lowest; limit < lowest + ENOUGH; limit++) {
        Peer.succeed("prlimit", "--pid", "" + child.pid(), "--nofile=" + limit + ":");
        for (String attempt : ATTEMPTS) {
          child.send(attempt);
          String result = child.line();
          assertThat(result).as("%s below %d", attempt, limit).isIn("done", "too many open files");
          failed += result.equals("done") ? 0 : 1;
          assertThat(ProcFs.descriptors(child.pid())).as(attempt).isEqualTo(before);
          // Threads whose masks do not stand yet are set up again later, for which SIGURG is
          // caught.
          Eventually.until(
              attempt + " leaves the actions as before",
              () -> ProcFs.process(child.pid()).caught().equals(caught));
        }
        Peer.queue(Integer.toString(Flood.SIGNAL.number()), limit, child.pid());
        child.expect("received " + limit);
      }
      assertThat(failed).isBetween(ATTEMPTS.size(), (ENOUGH - 1) * ATTEMPTS.size());
      assertThat(Peer.run("ps", "-o", "stat=", "--ppid", "" + child.pid()).output())
          .as("no zombie")
          .doesNotContain("Z");
      child.send("end");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class Exhausted {
    public static void main(String[] args) throws Exception {
      // As long as it lives, what waits for children stays open; else it would end within seconds.
      Child kept = Spawn.of("sleep", "600").start();
      try (SelfPipe pipe = SelfPipe.open(Flood.SIGNAL)) {
        // What is opened once and for all must be there before.
        for (String attempt : ATTEMPTS) {
          run(attempt);
        }
        Signals.send(ProcessHandle.current().pid(), Flood.SIGNAL, 0);
        String _ = "received " + pipe.take().value();
        Iterator<String> orders = Lines.in().iterator(); // loaded before descriptors run out
        System.out.println("ready");
        while (true) {
          for (int i = 0; i < ATTEMPTS.size(); i++) {
            String attempt = orders.next();
            if (attempt.equals("end")) {
              kept.send(Signal.KILL);
              return;
            }
            System.out.println(run(attempt));
          }
          System.out.println("received " + pipe.take().value());
        }
      }
    }

    private static String run(String attempt) throws Exception {
      try {
        switch (attempt) {
          case "claim" -> SelfPipe.open(Signal.USR1, Signal.RT9).close();
          case "spawn" -> spawn();
          case "loop" -> loop();
          default -> throw new IllegalArgumentException(attempt);
        }
        return "done";
      } catch (Exception e) {
        return tell(e);
      }
    }

    private static String tell(Throwable thrown) {
      for (Throwable e = thrown; e != null; e = e.getCause()) {
        if (String.valueOf(e.getMessage()).contains("Too many open files")) {
          return "too many open files";
        }
      }
      return thrown.toString();
    }

    private static void spawn() throws Exception {
      Child child = Spawn.of("true").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
      child.stdin().close();
      child.stdout().close();
      child.waitFor();
    }

    private static void loop() throws PosixException {
      try (EventLoop loop = EventLoop.open()) {
        loop.onSignal(Signal.USR2, info -> {});
      }
    }
  }
}
