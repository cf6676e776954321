package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.CProgram;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What is sent to a child, and who is sent to.
class ChildSignalTest {
  @Test
  @DisplayName("signals with values reach the child in order, and no process after its end")
  void queue() throws Exception {
    CProgram receiver = CProgram.compile(ChildSignalTest.class, "/c/receiver.c");
    Child child =
        Spawn.of(receiver.path().toString()).stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
    try (var out = new BufferedReader(new InputStreamReader(child.stdout(), UTF_8))) {
      assertThat(out.readLine()).isEqualTo("ready");
      for (long value : new long[] {Long.MIN_VALUE, 42}) {
        assertThat(child.send(Signal.RT3, value)).isTrue();
      }
      for (long value : new long[] {Long.MIN_VALUE, 42}) {
        child.stdin().write("next\n".getBytes(UTF_8));
        assertThat(out.readLine())
            .isEqualTo(
                "signal %d code %d pid %d uid %d value %x",
                Signal.RT3.number(),
                SignalH.SI_QUEUE,
                ProcessHandle.current().pid(),
                UnistdH.getuid(),
                value);
      }
      child.send(Signal.KILL);
      child.waitFor();
      assertThat(child.send(Signal.RT3, 42)).isFalse();
    }
    child.stdin().close();
  }

  @Test
  void treeIsOfTheMomentOfTheCall() throws Exception {
    Child child =
        Spawn.of("sh", "-c", "sleep 60 & echo ready; wait").stdout(Stdio.pipe()).newGroup().start();
    child.stdout().readNBytes("ready\n".length());
    Stream<ProcessHandle> tree = child.tree();
    child.send(Signal.KILL);
    child.waitFor();
    List<ProcessHandle> left = tree.toList();
    assertThat(left).hasSize(1);
    child.group().send(Signal.KILL);
    child.stdout().close();
  }
}
