package dev.signalman.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.process.Child;
import dev.signalman.process.OtherProcess;
import dev.signalman.process.ProcessGroup;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.process.StopPlan;
import dev.signalman.process.Stopping;
import dev.signalman.process.Target;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Plans in a loop whose processes cannot be watched, or no longer be reached.
class LoopStopTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(50);

  private static Stopping.State endThoughClosed(Target target, StopPlan plan, Runnable close)
      throws Exception {
    List<Stopping.State> ends = new ArrayList<>();
    try (EventLoop loop = EventLoop.open()) {
      loop.stop(
          target,
          plan,
          end -> {
            ends.add(end.state());
            loop.stop();
          });
      loop.execute(close);
      loop.run();
    }
    assertThat(ends).hasSize(1);
    return ends.getFirst();
  }

  @Test
  @DisplayName(
      "END-19 a plan whose target the program closes ends, and does not say that all ended")
  void closedTargets() throws Exception {
    Child child =
        Spawn.of("sh", "-c", "trap '' TERM; echo; sleep 600")
            .newGroup()
            .stdout(Stdio.pipe())
            .start();
    assertThat(child.stdout().read()).isEqualTo('\n');
    ProcessGroup group = child.group();
    OtherProcess process = OtherProcess.of(child.pid());
    assertThat(endThoughClosed(process, StopPlan.within(SHORT), process::close))
        .isEqualTo(Stopping.State.UNKNOWN);
    assertThat(endThoughClosed(process, StopPlan.within(LONG), () -> {}))
        .isEqualTo(Stopping.State.UNKNOWN);
    assertThat(child.isAlive()).isTrue();
    assertThat(endThoughClosed(group, StopPlan.within(LONG), group::close))
        .isEqualTo(Stopping.State.UNKNOWN);
    Peer.succeed("/bin/kill", "-s", "KILL", "--", "-" + child.pid());
    child.waitFor();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blocking", "loop"})
  @DisplayName("END-21 an end that nobody waited for is seen once a descriptor is there again")
  void descriptorsComeBack(String form) throws Exception {
    try (ChildProgram parent =
            ChildProgram.start("sh", "-c", "sleep 600 & echo $!; exec sleep 60");
        ChildJvm child = ChildJvm.of(WithoutDescriptors.class).args(form, parent.line()).start()) {
      long pid = Long.parseLong(child.line());
      Eventually.until(
          "nobody waits for it",
          () -> parent.process().info().command().orElse("").endsWith("/sleep"));
      Peer.succeed("prlimit", "--pid", "" + child.pid(), "--nofile=3:");
      Peer.kill("KILL", pid);
      Eventually.until("it has ended", () -> ProcFs.process(pid).state() == 'Z');
      child.send("");
      child.expect("waits");
      Peer.succeed("prlimit", "--pid", "" + child.pid(), "--nofile=1024:");
      child.expect("ended");
      child.expectExit(0);
    }
  }

  /// Waits for the end of a process while no descriptor is left.
  static final class WithoutDescriptors {
    private WithoutDescriptors() {}

    public static void main(String[] args) throws Exception {
      try (OtherProcess process = OtherProcess.of(Long.parseLong(args[1]));
          EventLoop loop = EventLoop.open()) {
        process.awaitEnd(Duration.ofMillis(1)); // loads what a wait needs
        LoopStop first = loop.stop(process, StopPlan.killAfter(LONG), _ -> {});
        loop.after(
            Duration.ofMillis(1),
            () -> {
              first.close();
              loop.stop();
            });
        loop.run();
        System.out.println(process.pid());
        System.in.read();
        if (args[0].equals("loop")) {
          loop.stop(process, StopPlan.killAfter(LONG), _ -> loop.stop());
          loop.after(SHORT, () -> System.out.println("waits"));
          loop.run();
        } else {
          System.out.println(process.awaitEnd(SHORT) ? "ended early" : "waits");
          process.awaitEnd(LONG);
        }
        System.out.println("ended");
      }
    }
  }
}
