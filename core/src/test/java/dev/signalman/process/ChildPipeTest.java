package dev.signalman.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Peer;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pipes to children, which their children may hold too.
class ChildPipeTest {
  private static final String GRANDCHILD = "sleep 600 & echo $! >\"$0\"; echo started; ";

  @TempDir private Path folder;

  private Path note() {
    return folder.resolve("grandchild");
  }

  @AfterEach
  void endGrandchild() throws Exception {
    if (Files.exists(note())) {
      Peer.kill("KILL", Long.parseLong(Files.readString(note()).strip()));
    }
  }

  private Child start(String script) throws Exception {
    Child child =
        Spawn.of("sh", "-c", script, note().toString())
            .stdout(Stdio.pipe())
            .stderr(Stdio.merged())
            .start();
    ByteBuffer line = ByteBuffer.allocate("started\n".length());
    while (line.hasRemaining()) {
      assertThat(child.end(1).read(line)).isPositive();
    }
    assertThat(new String(line.array(), US_ASCII)).isEqualTo("started\n");
    return child;
  }

  @Test
  @DisplayName("a thousand small writes come back whole")
  void manySmallWrites() throws Exception {
    Child cat = Spawn.of("cat").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
    StringBuilder expected = new StringBuilder();
    try (var in = cat.stdout()) {
      try (OutputStream out = cat.stdin()) {
        for (int i = 1_000; i < 2_000; i++) {
          String line = "line no. " + i + "\n";
          out.write(line.getBytes(US_ASCII));
          expected.append(line);
        }
      }
      assertThat(expected).hasSize(14_000);
      assertThat(new String(in.readAllBytes(), US_ASCII)).isEqualTo(expected.toString());
    }
    assertThat(cat.waitFor().isSuccess()).isTrue();
  }

  @Test
  @DisplayName("a child that leaves a background process with its pipe ends when it ends")
  void endOfAChildThatLeavesAGrandchild() throws Exception {
    Child child = start("trap '' HUP; " + GRANDCHILD + "exit 3");
    assertThat(child.onExit().get().shellStatus()).isEqualTo(3);
    child.stdout().close();
  }

  @Test
  @DisplayName("a time limit holds while a grandchild has the pipe, and so does the end")
  void limitWhileAGrandchildHoldsThePipe() throws Exception {
    Child child = start(GRANDCHILD + "exec sleep 600");
    assertThat(child.waitFor(Duration.ofMillis(50))).isNull();
    assertThat(child.stop(Duration.ofSeconds(30))).hasToString("killed by signal SIGTERM (15)");
    assertThat(child.end(1).readAvailable(ByteBuffer.allocate(1))).as("open and empty").isZero();
    child.stdout().close();
  }
}
