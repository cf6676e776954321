package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Meanwhile;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A VM that is profiled, dumped, and stopped as by a debugger. May be lost: nothing. While it is
/// stopped its queue fills, and the senders are told so.
@StressTest
class ObservedVmStressTest {
  private static final int EACH = 20_000;

  @TempDir private Path folder = Path.of("");

  private static ChildJvm.Builder witness(String... others) {
    return Stress.child(QueueWitness.class)
        .args("queue", "churn", Long.toString(StressRun.seed()))
        .args(others);
  }

  private static String[] with(String[] command, String more) {
    return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  @Test
  @DisplayName(
      "JFR's CPU-time samples, which are signals, and queued signals do not disturb each other")
  void profiled() throws Exception {
    assumeTrue(Beside.chosen() != Beside.PROFILER, "skipped: another profiler has SIGPROF");
    Path recording = folder.resolve("recording.jfr");
    try (ChildJvm child =
        witness("HUP", "INT", "TERM")
            .vm("-Xlog:jfr+startup=error") // it would be on standard output
            .vm(
                "-XX:StartFlightRecording:jdk.CPUTimeSample#enabled=true,"
                    + "jdk.CPUTimeSample#throttle=1ms,filename="
                    + recording)
            .start()) {
      child.expect("ready");
      new Flood(child, EACH).run(2 * EACH).end("CPU-time sampling");
    }
    String[] print = {tool("jfr"), "print", "--json", "--events", "jdk.CPUTimeSample"};
    String samples = Peer.succeed(with(print, recording.toString())).output();
    Matcher threads = Pattern.compile("\"javaName\": \"" + Churn.THREAD).matcher(samples);
    long count = threads.results().count();
    System.out.printf("stress: %d samples of CPU time%n", count);
    assertThat(count).as("samples of threads that are younger than the claims").isPositive();
  }

  @Test
  @DisplayName("continuous thread dumps lose no signal")
  void dumped() throws Exception {
    assumeTrue(Beside.chosen() != Beside.JLINE, "skipped: JLine has QUIT, by which tools attach");
    try (ChildJvm child = witness("HUP", "INT", "TERM").start()) {
      child.expect("ready");
      String pid = Integer.toString(child.pid());
      Flood flood = new Flood(child, EACH);
      try (Meanwhile dumps =
          Meanwhile.repeat(() ->
              assertThat(Peer.succeed(tool("jcmd"), pid, "Thread.print").output())
                  .contains("\"signalman-reader\""))) {
        flood.run(2 * EACH);
        dumps.await(1);
        System.out.printf("stress: %d thread dumps%n", dumps.times());
      }
      flood.end("thread dumps");
    }
  }

  @Test
  @DisplayName("stopping and continuing the process at any moment loses no signal")
  void stopped() throws Exception {
    Random random = new Random(StressRun.seed());
    try (ChildJvm child = witness("HUP", "INT", "TERM", "QUIT", "USR2", "TSTP").start()) {
      child.expect("ready");
      Flood flood = new Flood(child, EACH);
      try (Meanwhile stops = Meanwhile.repeat(() -> stop(child.pid(), random))) {
        flood.run(2 * EACH);
        stops.await(3);
        System.out.printf("stress: %d stops%n", stops.times());
      }
      flood.end("stops");
    }
  }

  private static void stop(int pid, Random random) throws Exception {
    Peer.kill("STOP", pid);
    try {
      Eventually.until("it has stopped", () -> ProcFs.process(pid).state() == 'T');
      LockSupport.parkNanos(random.nextInt(20_000_000)); // chance; nothing depends on it
    } finally {
      Peer.kill("CONT", pid);
    }
    LockSupport.parkNanos(random.nextInt(20_000_000));
  }
}
