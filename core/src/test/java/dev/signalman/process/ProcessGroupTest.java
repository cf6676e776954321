package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessGroupTest {
  /// Waits for children use a descriptor of a thread of the VM, from the first one on.
  @BeforeAll
  static void waitOnce() throws Exception {
    Spawn.of("true").start().waitFor();
  }

  static List<UnaryOperator<Spawn>> placements() {
    return List.of(Spawn::newGroup, Spawn::newSession);
  }

  private static Spawn sh(String script) {
    return Spawn.of("sh", "-c", script).stdout(Stdio.pipe());
  }

  @ParameterizedTest
  @MethodSource("placements")
  void signalsReachEveryMember(UnaryOperator<Spawn> placement) throws Exception {
    Child child = placement.apply(sh("sleep 600 & sh -c 'echo ready; sleep 600' & wait")).start();
    try (BufferedReader out = reader(child)) {
      assertThat(out.readLine()).isEqualTo("ready");
      assertThat(child.group().id()).isEqualTo(child.pid());
      assertThat(child.group().isEmpty()).isFalse();
      assertThat(child.group().send(Signal.KILL)).isTrue();
      assertThat(out.readLine()).as("nobody who could write is left").isNull();
    }
    assertThat(child.waitFor()).isInstanceOf(ExitStatus.Killed.class);
    child.group().close(); // else its descriptor stays until some other test counts them
  }

  @Test
  @DisplayName("LIFE-27: a signal with a value reaches each member of a group with it, or nobody")
  void valuesReachEveryMember() throws Exception {
    CProgram receiver = CProgram.compile(ProcessGroupTest.class, "/c/receiver.c");
    String script = "{ echo next | \"$0\"; } & echo next | \"$0\"; wait";
    Child child =
        Spawn.of("sh", "-c", script, receiver.path().toString())
            .stdout(Stdio.pipe())
            .mask(SignalSet.of(Signal.RT3)) // also in the shells
            .newGroup()
            .start();
    try (BufferedReader out = reader(child)) {
      for (int i = 0; i < 2; i++) {
        assertThat(out.readLine()).isEqualTo("ready");
      }
      assertThat(child.group().send(Signal.RT3, 42)).isTrue();
      for (int i = 0; i < 2; i++) {
        assertThat(out.readLine())
            .startsWith("signal " + Signal.RT3.number() + " code -1 pid ")
            .endsWith(" value 2a");
      }
    } catch (UnsupportedOperationException e) {
      Assumptions.assumeTrue(false, "skipped: needs Linux 6.9");
    } finally {
      child.group().send(Signal.KILL);
    }
    child.waitFor();
    Eventually.until("all are waited for", () -> child.group().isEmpty());
    assertThat(child.group().send(Signal.RT3, 42)).isFalse();
    child.group().close();
  }

  @ParameterizedTest
  @MethodSource("placements")
  void membersThatOutliveTheFirstProcessAreStillReached(UnaryOperator<Spawn> placement)
      throws Exception {
    Map<Integer, String> before = processDescriptors();
    Child child = placement.apply(sh("sleep 600 & echo ready; exit 3")).start();
    try (BufferedReader out = reader(child)) {
      assertThat(out.readLine()).isEqualTo("ready");
      assertThat(child.waitFor().shellStatus()).isEqualTo(3);
      assertThat(child.send(Signal.KILL)).isFalse();
      assertThat(child.group().isEmpty()).isFalse();
      assertThat(child.group().send(Signal.TERM)).isTrue();
      assertThat(out.readLine()).isNull();
    }
    Eventually.until("all are waited for", () -> child.group().isEmpty());
    assertThat(child.group().send(Signal.TERM)).isFalse();
    assertThat(since(before)).isEmpty();
    child.group().close();
    assertThat(since(before)).isEmpty();
  }

  @Test
  void groupThatEndsWithItsFirstProcessKeepsNothing() throws Exception {
    Map<Integer, String> before = processDescriptors();
    Child child = sh("exit 0").newGroup().start();
    try (InputStream _ = child.stdout()) {
      child.waitFor();
    }
    assertThat(since(before)).isEmpty();
    assertThat(child.group().isEmpty()).isTrue();
    assertThat(child.group().send(Signal.HUP)).isFalse();
  }

  @Test
  void closingGivesTheDescriptorBackAndHarmsNobody() throws Exception {
    Map<Integer, String> before = processDescriptors();
    Child child = sh("sleep 600 & echo $!; exit 0").newGroup().start();
    try (BufferedReader out = reader(child)) {
      int left = Integer.parseInt(out.readLine());
      child.waitFor();
      assertThat(since(before)).hasSize(1);
      child.group().close();
      child.group().close();
      assertThat(since(before)).isEmpty();
      assertThatThrownBy(() -> child.group().send(Signal.TERM))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("process group " + child.pid() + " is closed");
      assertThat(ProcFs.process(left).state()).isNotEqualTo('Z');
      Signals.send(left, Signal.KILL);
      assertThat(out.readLine()).isNull();
    }
  }

  @Test
  void groupClosedBeforeTheChildEndsLeavesTheChildAlone() throws Exception {
    Map<Integer, String> before = processDescriptors();
    Child child = Spawn.of("sleep", "600").newGroup().start();
    child.group().close();
    assertThat(child.send(Signal.TERM)).isTrue();
    assertThat(child.waitFor()).isInstanceOf(ExitStatus.Killed.class);
    assertThat(since(before)).isEmpty();
  }

  @Test
  void onlyTheFirstOfAGroupHasOne() throws Exception {
    Child leader = Spawn.of("sleep", "600").newGroup().start();
    Child follower = Spawn.of("sleep", "600").group(leader.pid()).start();
    assertThatThrownBy(follower::group)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not started with newGroup(), newSession() or foreground(...)");
    leader.group().send(Signal.USR1);
    for (Child child : List.of(leader, follower)) {
      assertThat(child.waitFor()).hasToString("killed by signal SIGUSR1 (10)");
    }
  }

  @Test
  void beforeLinux69OnlyTheFirstProcessMakesAGroupSafe() throws Exception {
    CProgram old = CProgram.compile(ProcessGroupTest.class, "/c/no_group_flag.c");
    try (ChildJvm jvm = ChildJvm.of(OldKernel.class).prefix(old.path().toString()).start()) {
      assertThat(jvm.line()).startsWith("missing pidfd_send_signal to groups: ");
      jvm.expect("ready", "empty false", "no value", "sent true", "killed by signal SIGTERM (15)");
      assertThat(jvm.line()).startsWith("process group ").endsWith("; Linux 6.9 can");
      jvm.expect("ready");
      assertThat(jvm.line()).endsWith("; Linux 6.9 can");
      jvm.expectExit(0);
    }
  }

  static final class OldKernel {
    private OldKernel() {}

    public static void main(String[] args) throws Exception {
      Signals.capabilities().missing().forEach(line -> System.out.println("missing " + line));
      Child child = sh("sleep 600 & echo ready; wait").newGroup().start();
      try (BufferedReader out = reader(child)) {
        System.out.println(out.readLine());
        System.out.println("empty " + child.group().isEmpty());
        try {
          System.out.println("sent " + child.group().send(Signal.RT3, 7));
        } catch (UnsupportedOperationException e) {
          System.out.println("no value");
        }
        System.out.println("sent " + child.group().send(Signal.TERM));
        System.out.println(child.waitFor());
        refuse(child);
      }
      Child gone = sh("sleep 600 & echo ready").newGroup().start();
      try (BufferedReader out = reader(gone)) {
        System.out.println(out.readLine());
        gone.waitFor();
        refuse(gone);
      }
      Signals.sendToGroup(gone.pid(), Signal.KILL); // safe enough for a test: a sleep is left in it
    }

    private static void refuse(Child child) throws Exception {
      try {
        System.out.println("sent " + child.group().send(Signal.KILL));
      } catch (UnsupportedOperationException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static BufferedReader reader(Child child) {
    return new BufferedReader(new InputStreamReader(child.stdout(), UTF_8));
  }

  /// Not the one of a thread of this VM, which the library holds while anything of it waits.
  private static Map<Integer, String> processDescriptors() throws Exception {
    Map<Integer, String> descriptors =
        new HashMap<>(ProcFs.descriptors(ProcessHandle.current().pid()));
    descriptors.values().removeIf(link -> !link.contains("pidfd"));
    descriptors.keySet().removeIf(ProcessGroupTest::isOfThisVm);
    return descriptors;
  }

  private static boolean isOfThisVm(int descriptor) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))) {
        if (line.startsWith("Pid:")) {
          String pid = line.substring("Pid:".length()).strip();
          return Files.exists(Path.of("/proc/self/task", pid));
        }
      }
      return false;
    } catch (IOException e) {
      return true; // it has been closed
    }
  }

  /// Those that were not there before. Of those that were, a child of another test may have let one
  /// go meanwhile.
  private static Set<Map.Entry<Integer, String>> since(Map<Integer, String> before)
      throws Exception {
    Map<Integer, String> now = processDescriptors();
    now.entrySet().removeAll(before.entrySet());
    return now.entrySet();
  }
}
