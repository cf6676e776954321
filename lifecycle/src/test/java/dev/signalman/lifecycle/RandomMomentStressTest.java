package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// TERM at a random moment of a program's start. Nothing may be lost. A TERM that comes before
/// [LifecycleBuilder#open] has returned may still be the VM's: it ends the process, or makes the VM
/// exit, with 143; and if there are tasks by then, they run in order.
@StressTest
class RandomMomentStressTest {
  private static final int STATUS = 7;
  private static final int TERM = 15;

  /// Opens a lifecycle and adds tasks to it.
  static final class Starting {
    private Starting() {}

    public static void main(String[] args) throws Exception {
      Lifecycle life =
          Lifecycle.builder()
              .quiet()
              .listener(new Printer())
              .status(StopStatus.of(_ -> STATUS))
              .open();
      Subject.say("opened");
      String earlier = "";
      try {
        for (int i = 0; i < 3; i++) {
          String name = "t" + i;
          Stage stage = life.stage("s" + i);
          if (i > 0) {
            stage.after(earlier);
          }
          earlier = stage.name();
          stage.add(name, () -> task(name));
        }
        Subject.say("ready");
      } catch (IllegalStateException e) {
        Subject.say(String.valueOf(e.getMessage())); // it stops already
      }
      life.await();
      Thread.sleep(Long.MAX_VALUE);
    }

    private static void task(String name) throws InterruptedException {
      Subject.say("begun " + name);
      Thread.sleep(2);
      Subject.say("ended " + name);
    }
  }

  /// HotSpot (25) itself fails so, with status 1, if its exit begins while it is not yet complete.
  private static final String IN_PIECES = "Error occurred during initialization of VM";

  private static final class Printer implements StopListener {
    @Override
    public void ended(StopReport report) {
      Subject.say("by " + report.cause());
    }
  }

  @Test
  @DisplayName("STOP-90: TERM at any moment of the start: the VM's default, or the stop in order")
  void anyMoment() throws Exception {
    SplittableRandom random = new SplittableRandom(StressRun.seed());
    int opened = 0;
    int rounds = StressRun.count(12, 200);
    for (int i = 0; i < rounds; i++) {
      try (ChildJvm child = ChildJvm.start(Starting.class)) {
        kill(child, random.nextInt(500));
        int status = child.exit();
        List<String> lines = child.remainingLines();
        if (lines.isEmpty() && child.errors().contains(IN_PIECES)) {
          continue;
        }
        assertThat(status).as("%s %s", lines, child.errors()).isIn(STATUS, 128 + TERM);
        if (status != STATUS && lines.stream().anyMatch(line -> line.startsWith("begun"))) {
          // The VM had the signal, and its exit made the stages run.
          assertThat(lines).anyMatch(line -> line.startsWith("by System.exit in thread SIGTERM"));
        }
        checkTasks(status, lines);
        opened += status == STATUS ? 1 : 0;
      }
    }
    System.out.println("stopped in order: " + opened + " of " + rounds);
  }

  @Test
  @DisplayName("STOP-90: TERM at any moment after open has returned: the stop in order")
  void anyMomentAfterOpen() throws Exception {
    SplittableRandom random = new SplittableRandom(StressRun.seed());
    for (int i = 0; i < StressRun.count(6, 200); i++) {
      try (ChildJvm child = ChildJvm.start(Starting.class)) {
        child.expect("opened");
        kill(child, random.nextInt(10));
        int status = child.exit();
        List<String> lines = child.remainingLines();
        assertThat(status).as("%s", lines).isEqualTo(STATUS);
        checkTasks(status, lines);
      }
    }
  }

  @Test
  @DisplayName("STOP-91: started with TERM blocked, the stop is in order from exec on")
  void startedBlocked() throws Exception {
    SplittableRandom random = new SplittableRandom(StressRun.seed());
    for (int i = 0; i < StressRun.count(6, 200); i++) {
      ChildJvm.Builder blocked =
          ChildJvm.of(Starting.class).prefix("env", "--block-signal=TERM").vm("-Xrs");
      try (ChildJvm child = blocked.start()) {
        Eventually.until("TERM is blocked", () -> ProcFs.process(child.pid()).blocked().get(TERM));
        kill(child, random.nextInt(400));
        int status = child.exit();
        List<String> lines = child.remainingLines();
        assertThat(status).as("%s", lines).isEqualTo(STATUS);
        assertThat(lines).contains("opened");
        checkTasks(status, lines);
      }
    }
  }

  /// By a program that is not ours. The sleep is the random moment.
  private static void kill(ChildJvm child, int millis) throws Exception {
    TimeUnit.MILLISECONDS.sleep(millis);
    new ProcessBuilder("/bin/kill", "-s", "TERM", Integer.toString(child.pid())).start().waitFor();
  }

  /// None twice, none without its end, none without the ones before.
  private static void checkTasks(int status, List<String> lines) {
    List<String> tasks = lines.stream().filter(line -> line.matches("(begun|ended) t\\d")).toList();
    List<String> whole =
        List.of("begun t0", "ended t0", "begun t1", "ended t1", "begun t2", "ended t2");
    assertThat(tasks.size() % 2).as("%s", lines).isZero();
    assertThat(tasks).isEqualTo(whole.subList(0, tasks.size()));
    if (lines.contains("ready") && status == STATUS) {
      assertThat(tasks).isEqualTo(whole);
    }
  }
}
