package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Signal;
import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitStatusTest {
  /// How another parent sees the end of a shell script: the signal, and whether there was a core.
  private static final String OTHER_PARENT =
      """
      import os, subprocess, sys
      child = subprocess.Popen(['sh', '-c', sys.argv[1]])
      status = os.waitpid(child.pid, 0)[1]
      print(os.WTERMSIG(status), os.WCOREDUMP(status))
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Signal.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "WINCH"})
  @DisplayName("CHLD-10 death by each signal, sent or raised, is reported as that signal")
  void deathByEverySignal(Signal signal) throws Exception {
    Child waiting = Spawn.of("sleep", "60").start();
    assertThat(waiting.send(signal)).isTrue();
    assertKilledBy(signal, waiting.waitFor());
    assertThat(waiting.send(signal)).isFalse();
    String raise = "kill -" + signal.number() + " $$";
    assertKilledBy(signal, Spawn.of("sh", "-c", raise).directory(folder).start().waitFor());
  }

  private static void assertKilledBy(Signal signal, ExitStatus status) {
    assertThat(status).isInstanceOf(ExitStatus.Killed.class);
    ExitStatus.Killed killed = (ExitStatus.Killed) status;
    assertThat(killed.signal()).isEqualTo(signal);
    assertThat(killed.number()).isEqualTo(signal.number());
    assertThat(status.shellStatus()).isEqualTo(128 + signal.number());
    assertThat(status.isSuccess()).isFalse();
    assertThat(status.toString())
        .startsWith("killed by signal " + signal.fullName() + " (" + signal.number() + ")");
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 33})
  void deathBySignalsOfTheCLibraryHasANumberOnly(int number) throws Exception {
    Peer.assumePython();
    String raise = "import os; os.kill(os.getpid(), " + number + ")";
    ExitStatus.Killed killed =
        (ExitStatus.Killed) Outcome.of(Spawn.of("python3", "-c", raise)).status();
    assertThat(killed.number()).isEqualTo(number);
    assertThat(killed).hasToString("killed by signal SIG" + number + " (" + number + ")");
    assertThat(killed.shellStatus()).isEqualTo(128 + number);
    assertThatThrownBy(killed::signal).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "ABRT", "SEGV"})
  @DisplayName("CHLD-02 the status says whether a core was dumped, as another parent sees it")
  void coreIsApart(String signal) throws Exception {
    for (String limit : new String[] {"0", "$(ulimit -H -c)"}) {
      String script = "ulimit -c " + limit + "; cd " + folder + "; kill -" + signal + " $$";
      ExitStatus.Killed killed = (ExitStatus.Killed) Outcome.sh(script).status();
      String expected = Peer.python(OTHER_PARENT, script).output();
      assertThat(killed.number() + " " + (killed.core() ? "True" : "False") + "\n")
          .isEqualTo(expected);
    }
    assertThat(new ExitStatus.Killed(6, true, new ResourceUsage(Duration.ZERO, Duration.ZERO, 0)))
        .hasToString("killed by signal SIGABRT (6), core dumped");
  }

  @Test
  @DisplayName("CHLD-26 exit code 143 and death by TERM are different")
  void exitCodeIsNoSignal() throws Exception {
    ExitStatus exited = Outcome.sh("exit 143").status();
    ExitStatus killed = Outcome.sh("kill -TERM $$").status();
    assertThat(exited).isInstanceOf(ExitStatus.Exited.class).hasToString("exited with code 143");
    assertThat(killed).hasToString("killed by signal SIGTERM (15)");
    assertThat(exited.shellStatus()).isEqualTo(killed.shellStatus());
    assertThat(exited).isNotEqualTo(killed);
  }

  @Test
  @DisplayName("SPAWN-11 TERM, KILL and HUP are reported as themselves, without an exit code")
  void sentSignals() throws Exception {
    for (Signal signal : new Signal[] {Signal.TERM, Signal.KILL, Signal.HUP}) {
      Child child = Spawn.of("sleep", "60").start();
      child.send(signal);
      assertKilledBy(signal, child.waitFor());
    }
  }

  @Test
  @DisplayName("LIFE-10: a status says whether this program ended the child")
  void saysWhetherWeEndedIt() throws Exception {
    assertThat(Outcome.sh("kill -TERM $$").status().endedByUs()).isFalse();
    assertThat(Outcome.sh("exit 143").status().endedByUs()).isFalse();
    Child killed = Spawn.of("sleep", "1000").start();
    killed.send(Signal.TERM);
    assertThat(killed.waitFor().endedByUs()).isTrue();
    Child byGroup = Spawn.of("sleep", "1000").newGroup().start();
    byGroup.group().send(Signal.HUP);
    assertThat(byGroup.waitFor().endedByUs()).isTrue();
    Child other = Spawn.of("sh", "-c", "read x; kill -KILL $$").stdin(Stdio.pipe()).start();
    other.send(Signal.WINCH);
    other.send(Signal.CONT);
    other.stdin().close();
    assertThat(other.waitFor().endedByUs()).isFalse();
    Child polite =
        Spawn.of("sh", "-c", "trap 'exit 3' TERM; echo; while :; do sleep 0.01; done")
            .stdout(Stdio.pipe())
            .start();
    assertThat(polite.stdout().read()).isEqualTo('\n');
    ExitStatus asked = polite.stop(Duration.ofMinutes(1));
    assertThat(asked).hasToString("exited with code 3");
    assertThat(asked.endedByUs()).isTrue();
  }

  private static ResourceUsage usedBy(String script) throws Exception {
    return used(Spawn.of("sh", "-c", script));
  }

  private static ResourceUsage used(Spawn spawn) throws Exception {
    return Objects.requireNonNull(Outcome.of(spawn).status().usage());
  }

  @Test
  void saysWhatItUsed() throws Exception {
    ResourceUsage idle = used(Spawn.of("sleep", "0.1"));
    ResourceUsage busy = usedBy("i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; exit 3");
    assertThat(busy.user()).isGreaterThan(Duration.ofMillis(20)).isGreaterThan(idle.user());
    assertThat(idle.user().plus(idle.system())).isLessThan(Duration.ofMillis(100));
    ResourceUsage grandchild =
        usedBy("sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; :");
    assertThat(grandchild.user()).isGreaterThan(Duration.ofMillis(20));
  }

  @Test
  void peakMemoryOfALargeChildIsItsOwn() throws Exception {
    Peer.assumePython();
    long own = ownPeak();
    long mebibytes = (own >> 20) + 100;
    ResourceUsage large = used(Spawn.of("python3", "-c", "x = b'x' * (" + mebibytes + " << 20)"));
    assertThat(large.peakMemory()).isBetween(mebibytes << 20, (mebibytes + 100) << 20);
    // And that of a small one is the memory of the process that started it.
    long small = used(Spawn.of("true")).peakMemory();
    assertThat(small).isBetween(own / 2, ownPeak());
  }

  /// The most that this process has had resident.
  private static long ownPeak() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findAny()
        .orElseThrow();
  }
}
