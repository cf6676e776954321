package dev.signalman.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.io.Fd;
import dev.signalman.io.Pipe;
import dev.signalman.posix.FcntlH;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pipes to children, which their children may hold too.
class ChildPipeTest {
  private static final int SMALL = 65_536;
  private static final int LARGE = 262_144;

  /// Descriptors that the first child and the first wait open for good, and a stream that is kept.
  private static final int ONCE = 6;

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
  @DisplayName(
      "LIFE-06: the pipes of an unreachable child are closed, those of a child in use are not")
  void forgottenPipesAreClosed() throws Exception {
    int first = descriptors();
    InputStream kept =
        Spawn.of("echo", "kept").stdout(Stdio.pipe()).stderr(Stdio.pipe()).start().stdout();
    for (int i = 0; i < 20; i++) {
      Spawn.of("true").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start().waitFor();
    }
    Eventually.until(
        "all but one are closed",
        () -> {
          System.gc();
          return descriptors() <= first + ONCE;
        });
    assertThat(new String(kept.readAllBytes(), US_ASCII)).isEqualTo("kept\n");
    kept.close();
  }

  private static int descriptors() throws IOException {
    return ProcFs.descriptors(ProcessHandle.current().pid()).size();
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
  @DisplayName("a time limit and the end of a child hold even if a grandchild has the pipe")
  void limitWhileAGrandchildHoldsThePipe() throws Exception {
    Child child = start(GRANDCHILD + "exec sleep 600");
    assertThat(child.waitFor(Duration.ofMillis(50))).isNull();
    assertThat(child.stop(Duration.ofSeconds(30))).hasToString("killed by signal SIGTERM (15)");
    assertThat(child.end(1).readAvailable(ByteBuffer.allocate(1))).as("open and empty").isZero();
    child.stdout().close();
  }

  private static int capacity(Fd end) throws Exception {
    return end.use(number -> FcntlH.fcntl(number, FcntlH.F_GETPIPE_SZ, 0));
  }

  @Test
  @Timeout(60)
  @DisplayName("the pipe to a child that does not read grows, once")
  void growsWhenTheChildDoesNotRead() throws Exception {
    Child child = Spawn.of("sleep", "600").stdin(Stdio.pipe()).start();
    try (Fd end = child.end(0)) {
      assertThat(capacity(end)).isEqualTo(SMALL);
      int written = 0;
      for (int count = 1; count > 0; written += count) {
        count = end.writeAvailable(ByteBuffer.allocate(SMALL));
      }
      assertThat(written).isEqualTo(LARGE);
    } finally {
      child.stop(Duration.ofMinutes(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 8_192, 1 << 16, 1 << 20})
  @Timeout(60)
  @DisplayName("the pipe from a child that writes without end grows, however it is read")
  void growsWhenTheChildIsQuicker(int room) throws Exception {
    Child child = Spawn.of("yes").stdout(Stdio.pipe()).start();
    try (InputStream in = child.stdout()) {
      assertThat(capacity(child.end(1))).isEqualTo(SMALL);
      Eventually.until("it waits", () -> ProcFs.process(child.pid()).state() == 'S');
      byte[] some = new byte[room];
      for (int left = 64 << 20; left > 0 && capacity(child.end(1)) == SMALL; ) {
        left -= in.read(some);
      }
      assertThat(capacity(child.end(1))).isEqualTo(LARGE);
    }
    assertThat(child.waitFor()).hasToString("killed by signal SIGPIPE (13)");
  }

  @Test
  @DisplayName("the pipes of a child that answers in small pieces do not grow")
  void staysWhileThereIsLittle() throws Exception {
    Child cat = Spawn.of("cat").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
    byte[] question = new byte[1_000];
    byte[] answer = new byte[SMALL];
    try (InputStream in = cat.stdout();
        OutputStream out = cat.stdin()) {
      for (int i = 0; i < 200; i++) {
        out.write(question);
        for (int left = question.length; left > 0; ) {
          left -= in.read(answer);
        }
      }
      assertThat(capacity(cat.end(0))).isEqualTo(SMALL);
      assertThat(capacity(cat.end(1))).isEqualTo(SMALL);
    }
    assertThat(cat.waitFor().isSuccess()).isTrue();
  }

  @Test
  @DisplayName("a pipe that the user gives to a child as standard error does not grow")
  void usersPipesStay() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Child child =
          Spawn.of("sh", "-c", "exec head -c 500000 /dev/zero >&2")
              .stderr(Stdio.of(pipe.writeEnd()))
              .start();
      pipe.writeEnd().close();
      assertThat(pipe.readEnd().in().readAllBytes()).hasSize(500_000);
      assertThat(capacity(pipe.readEnd())).isEqualTo(SMALL);
      assertThat(child.waitFor().isSuccess()).isTrue();
    }
  }

  @Test
  @Timeout(60)
  @DisplayName("every byte comes back in order while both pipes are full and grow")
  void bytesComeBackInOrder() throws Exception {
    byte[] sent = new byte[5 << 20];
    new Random(1).nextBytes(sent);
    try (Pipe gate = Pipe.open()) {
      Child cat =
          Spawn.of("sh", "-c", "read go <&3; exec cat")
              .stdin(Stdio.pipe())
              .stdout(Stdio.pipe())
              .fd(3, gate.readEnd())
              .start();
      ByteBuffer source = ByteBuffer.wrap(sent);
      while (cat.end(0).writeAvailable(source) > 0) {}
      assertThat(source.position()).isEqualTo(LARGE);
      gate.writeEnd().write(ByteBuffer.wrap("go\n".getBytes(US_ASCII)));
      FutureTask<Void> rest = new FutureTask<>(() -> writeAndClose(cat.end(0), source), null);
      Thread.ofPlatform().daemon().start(rest);
      try (InputStream in = cat.stdout()) {
        assertThat(in.readNBytes(sent.length)).isEqualTo(sent);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(capacity(cat.end(1))).isEqualTo(LARGE);
      }
      rest.get();
      assertThat(cat.waitFor().isSuccess()).isTrue();
    }
  }

  private static void writeAndClose(Fd end, ByteBuffer source) {
    try (end) {
      end.write(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
