package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecursionTest {
  private static final String RUN = "main() runs at ";

  /// A run that is late does not put off the next one, so that less than 20 periods lie between the
  /// first and the last if the first was late. With periods that are too short it is always less.
  @Test
  void runsMainAgainAndAgain() throws Exception {
    Duration period = Duration.ofMillis(100);
    try (ChildJvm program = start(period.toMillis())) {
      Eventually.until(
          "20 runs that take their time",
          () -> timeOfRuns(program, 20).compareTo(period.multipliedBy(15)) > 0);
    }
  }

  private static Duration timeOfRuns(ChildJvm program, int runs) throws Exception {
    LocalTime first = run(program);
    LocalTime last = first;
    for (int i = 0; i < runs; i++) {
      last = run(program);
    }
    return Example.between(first, last);
  }

  @Test
  void alarmSignalFromAnotherProcessRunsMainAtOnce() throws Exception {
    try (ChildJvm program = start(Duration.ofHours(1).toMillis())) {
      run(program);
      Peer.kill("ALRM", program.pid());
      run(program);
      Peer.shKill("ALRM", program.pid());
      run(program);
    }
  }

  @Test
  void alarmSignalFromAnotherProcessRestartsThePeriod() throws Exception {
    Duration period = Duration.ofMillis(700);
    try (ChildJvm program = start(period.toMillis())) {
      for (int attempt = 0; attempt < 10; attempt++) {
        LocalTime before = run(program);
        Thread.sleep(period.dividedBy(2));
        Peer.kill("ALRM", program.pid());
        LocalTime triggered = run(program);
        LocalTime next = run(program);
        // On a machine that stalls for a whole period the alarm comes first: then try again.
        Duration early = Example.between(before, triggered);
        if (early.compareTo(period.dividedBy(4)) > 0
            && early.compareTo(period) < 0
            && Example.between(triggered, next).compareTo(period) >= 0) {
          return;
        }
      }
      throw program.failure("a triggered run was never followed by a whole period");
    }
  }

  @Test
  void thousandTriggersLeaveNothingBehind() throws Exception {
    try (ChildJvm program =
            Example.named("Recursion")
                .vm(
                    "-Dmillis=3600000",
                    "-XX:-UseDynamicNumberOfCompilerThreads",
                    "-XX:+UseSerialGC")
                .start();
        ChildProgram sender =
            ChildProgram.start(
                "sh", "-c", "while read signal pid; do kill -s $signal $pid; done")) {
      run(program);
      trigger(sender, program, 100);
      List<Long> threads = ProcFs.threads(program.pid());
      var descriptors = ProcFs.descriptors(program.pid());
      trigger(sender, program, 1000);
      // The VM may have a thread or a file more for a moment.
      Eventually.until(
          "no further thread is left", () -> threads.containsAll(ProcFs.threads(program.pid())));
      ProcFs.awaitNoFurtherDescriptor(program.pid(), descriptors);
      assertThat(framesOfAllThreads(program)).isNotEmpty().hasSizeLessThan(300);
    }
  }

  private static void trigger(ChildProgram sender, ChildJvm program, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      sender.send("ALRM " + program.pid());
      run(program);
    }
  }

  private static List<String> framesOfAllThreads(ChildJvm program) throws Exception {
    Peer.kill("QUIT", program.pid());
    Eventually.until(
        "the end of the thread dump",
        () -> program.errors().stream().anyMatch(line -> line.startsWith("JNI global refs")));
    return program.errors().stream().filter(line -> line.startsWith("\tat ")).toList();
  }

  private static ChildJvm start(long millis) throws Exception {
    return Example.named("Recursion").vm("-Dmillis=" + millis).start();
  }

  private static LocalTime run(ChildJvm program) throws InterruptedException {
    return Example.time(program, RUN);
  }
}
