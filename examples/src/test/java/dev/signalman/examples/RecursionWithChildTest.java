package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecursionWithChildTest {
  private static final String RUN = "main() runs at ";
  private static final String NEVER = "3600000";

  @Test
  void childSpeaksWorksAndHasItsParentRunAgain() throws Exception {
    try (ChildJvm program =
        Example.named("RecursionWithChild").vm("-Dmillis=" + NEVER, "-Dwork=0.5").start()) {
      LocalTime first = run(program);
      program.expect("I'm the child!");
      assertThat(Example.between(first, run(program))).isGreaterThan(Duration.ofMillis(500));
      program.expect("I'm the child!");
    }
  }

  /// The last but one run ends without a signal, so the last is the one of the period.
  @Test
  void signalsThatComeDuringARunMeanExactlyOneMore() throws Exception {
    Duration period = Duration.ofSeconds(1);
    String child = "echo child; read word; for i in $word; do kill -s ALRM $PPID; done";
    for (int attempt = 0; attempt < 10; attempt++) {
      try (ChildJvm program = start("" + period.toMillis(), child)) {
        run(program);
        program.expect("child");
        program.send("ALRM"); // the first run takes long to begin its child
        run(program);
        program.expect("child");
        Peer.kill("ALRM", program.pid());
        Peer.kill("ALRM", program.pid());
        program.send("ALRM ALRM ALRM");
        LocalTime further = run(program);
        program.send("");
        // A machine that stalls makes this run late: then try again.
        if (program.line().equals("child")
            && Example.between(further, run(program)).compareTo(period.dividedBy(2)) > 0) {
          return;
        }
      }
    }
    throw new AssertionError("there was always another run before its time");
  }

  @Test
  void alarmSignalFromAnotherProcessRunsMainAtOnce() throws Exception {
    try (ChildJvm program = start(NEVER, "true")) {
      run(program);
      Peer.kill("ALRM", program.pid());
      run(program);
    }
  }

  @Test
  void manyRoundsLeaveNothingBehind() throws Exception {
    try (ChildJvm program = start(NEVER, "read word; kill -s ALRM $PPID")) {
      run(program);
      rounds(program, 50);
      awaitChild(program);
      List<Long> threads = ProcFs.threads(program.pid());
      var descriptors = ProcFs.descriptors(program.pid());
      rounds(program, Integer.getInteger("rounds", 300));
      awaitChild(program);
      // The VM may have a thread or a file more for a moment.
      Eventually.until(
          "no further thread is left", () -> threads.containsAll(ProcFs.threads(program.pid())));
      ProcFs.awaitNoFurtherDescriptor(program.pid(), descriptors);
      assertThat(program.process().children()).as("no zombie beside the child").hasSize(1);
      assertThat(framesOfAllThreads(program)).isNotEmpty().hasSizeLessThan(300);
    }
  }

  private static void rounds(ChildJvm program, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      program.send("");
      run(program);
    }
  }

  private static void awaitChild(ChildJvm program) throws Exception {
    Eventually.until("it holds one child", () -> heldProcesses(program.pid()) == 1);
  }

  /// Descriptors of processes. One of a thread of the program itself tells of the VM's halt.
  private static long heldProcesses(long pid) throws Exception {
    long held = 0;
    for (var descriptor : ProcFs.descriptors(pid).entrySet()) {
      if (descriptor.getValue().contains("pidfd") && !isOfOwnThread(pid, descriptor.getKey())) {
        held++;
      }
    }
    return held;
  }

  private static boolean isOfOwnThread(long pid, int descriptor) throws Exception {
    Path info = Path.of("/proc/" + pid + "/fdinfo/" + descriptor);
    try {
      return Files.readAllLines(info).stream()
          .filter(line -> line.startsWith("Pid:"))
          .map(line -> Long.valueOf(line.substring(4).strip()))
          .anyMatch(ProcFs.threads(pid)::contains);
    } catch (NoSuchFileException e) {
      return true; // closed meanwhile
    }
  }

  private static List<String> framesOfAllThreads(ChildJvm program) throws Exception {
    Peer.kill("QUIT", program.pid());
    Eventually.until(
        "the end of the thread dump",
        () -> program.errors().stream().anyMatch(line -> line.startsWith("JNI global refs")));
    return program.errors().stream().filter(line -> line.startsWith("\tat ")).toList();
  }

  private static ChildJvm start(String millis, String child) throws Exception {
    return Example.named("RecursionWithChild")
        .vm("-Dmillis=" + millis, "-XX:-UseDynamicNumberOfCompilerThreads", "-XX:+UseSerialGC")
        .args("sh", "-c", child)
        .start();
  }

  private static LocalTime run(ChildJvm program) throws InterruptedException {
    return Example.time(program, RUN);
  }
}
