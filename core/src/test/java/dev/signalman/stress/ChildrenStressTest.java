package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Many children at once, and one after the other.
@StressTest
class ChildrenStressTest {
  private static final int SPAWNS = Integer.getInteger("stress.spawns", 1_000);
  private static final long MEBIBYTE = 1 << 20;

  @ParameterizedTest(
      name = "SC-06, CHLD-19, CHLD-21: a burst of children beside those of the JDK, {0}")
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
  void burst(String collector) throws Exception {
    try (ChildJvm child =
        Stress.child(ChildBurst.class)
            .vm(collector, "-Xcheck:jni")
            .args(Long.toString(StressRun.time().toSeconds()))
            .start()) {
      String line = child.line();
      for (; line.startsWith("200 "); line = child.line()) {
        assertThat(line).isEqualTo("200 right, 150 called once, 20 failed");
      }
      assertThat(line).isEqualTo("CHLD came");
      child.expect("end");
      assertThat(childrenOf(child)).as("no zombie").isEmpty();
      child.send("");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  @Test
  @DisplayName("CHLD-19: each wait for a child, with a limit or without, gets its status")
  void waiters() throws Exception {
    long seed = StressRun.seed();
    try (ChildJvm child =
        Stress.child(Waiters.class)
            .args(Long.toString(StressRun.time().toSeconds()), Long.toString(seed))
            .start()) {
      child.expect("ready");
      Map<Integer, String> descriptors = ProcFs.descriptors(child.pid());
      child.send("");
      String line = child.line();
      System.out.println("stress: in the first round " + line);
      for (; !line.equals("end"); line = child.line()) {
        assertThat(line).endsWith(", 0 wrong");
      }
      ProcFs.awaitNoFurtherDescriptor(child.pid(), descriptors);
      assertThat(childrenOf(child)).as("no zombie").isEmpty();
      child.send("");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  @ParameterizedTest(
      name = "SC-08: a tree of processes, in which signals go to groups and back, {0}")
  @ValueSource(strings = {"-XX:+UseG1GC", "-XX:+UseSerialGC"})
  void tree(String collector) throws Exception {
    CProgram worker = CProgram.compile(ChildrenStressTest.class, "/c/worker.c");
    int rounds = StressRun.isLong() ? 100 : 3;
    String[] manager = {
      ChildJvm.java(),
      collector,
      "-Xcheck:jni",
      "-XX:TieredStopAtLevel=1",
      "--enable-native-access=ALL-UNNAMED",
      "-cp",
      ChildJvm.classPath(),
      ProcessTree.Manager.class.getName()
    };
    try (ChildJvm master =
        Stress.child(ProcessTree.Master.class)
            .vm(collector, "-Xcheck:jni")
            .args(worker.path().toString(), Integer.toString(rounds))
            .args(manager)
            .start()) {
      List<String> managers = List.of(master.line(), master.line());
      assertThat(managers).allMatch(line -> line.endsWith(" ready"));
      for (int round = 0; round < rounds; round++) {
        for (int group = 0; group < 2; group++) {
          master.expect("answered 10, 0 strange", "0 heard, 0 strange");
        }
      }
      for (int group = 0; group < 2; group++) {
        master.expect("10 ended with status 0", "exited with code 0");
      }
      master.expectExit(0);
      assertThat(master.errors()).isEmpty();
      for (String line : managers) {
        String group = line.substring(0, line.indexOf(' '));
        assertThat(Peer.run("/bin/kill", "-0", "--", "-" + group).status())
            .as("a process is left in group " + group)
            .isNotZero();
      }
    }
  }

  @Test
  @DisplayName("many spawns leave no descriptor, thread, zombie or memory behind")
  void manySpawns() throws Exception {
    try (ChildJvm child =
        Stress.child(ManySpawns.class)
            .vm("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1")
            .vm("-XX:-UseDynamicNumberOfCompilerThreads")
            .start()) {
      child.expect("ready");
      child.send("200");
      assertThat(child.line()).startsWith("200 right");
      var descriptors = ProcFs.descriptors(child.pid());
      List<String> threads = ownThreads(child);
      int allThreads = ProcFs.threads(child.pid()).size();
      long memory = resident(child);
      child.send(Integer.toString(SPAWNS));
      String result = child.line();
      long grown = resident(child) - memory;
      System.out.printf("stress: %d spawns: %s, %,d bytes more%n", SPAWNS, result, grown);
      assertThat(result).startsWith(SPAWNS + " right");
      assertThat(ProcFs.descriptors(child.pid())).isEqualTo(descriptors);
      assertThat(ownThreads(child)).isEqualTo(threads);
      // The VM and the common pool may have begun and ended a few.
      assertThat(ProcFs.threads(child.pid())).hasSizeLessThan(allThreads + SPAWNS / 10);
      assertThat(childrenOf(child)).as("no zombie").isEmpty();
      assertThat(grown).isLessThan(16 * MEBIBYTE);
      child.send("0");
      child.expectExit(0);
    }
  }

  private static List<String> ownThreads(ChildJvm child) throws Exception {
    List<String> names = new ArrayList<>();
    for (long thread : ProcFs.threads(child.pid())) {
      try {
        names.add(ProcFs.threadName(child.pid(), thread));
      } catch (IOException _) {
        // It has ended since it was listed.
      }
    }
    return names.stream().filter(name -> name.startsWith("signalman")).sorted().toList();
  }

  private static String childrenOf(ChildJvm child) throws Exception {
    return Peer.run("ps", "--no-headers", "--ppid", "" + child.pid()).output();
  }

  private static long resident(ChildJvm child) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + child.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findAny()
        .orElseThrow();
  }
}
