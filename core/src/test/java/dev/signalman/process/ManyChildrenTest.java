package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.zip.Adler32;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Many children, one after the other or at once.
class ManyChildrenTest {
  /// Each wait takes the child over from the reaper and hands it back, perhaps as it ends.
  @Test
  void shortWaitsOneAfterTheOtherMissNoEnd() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Child child = Spawn.of("true").start();
      CompletableFuture<ExitStatus> told = child.onExit();
      ExitStatus status = null;
      while (status == null) {
        status = child.waitFor(Duration.ofNanos(random.nextInt(300_000)));
      }
      assertThat(status.isSuccess()).as("child " + i + ", seed " + seed).isTrue();
      assertThat(told.get(60, TimeUnit.SECONDS)).isSameAs(status);
    }
  }

  @Test
  @DisplayName("fast exits: 250 times the full output and status 0")
  void fastExits() throws Exception {
    for (int i = 0; i < 250; i++) {
      Child child = Spawn.of("echo", "hello").stdout(Stdio.pipe()).start();
      assertThat(child.stdout().readAllBytes()).asString(UTF_8).isEqualTo("hello\n");
      child.stdout().close();
      assertThat(child.waitFor().isSuccess()).isTrue();
    }
  }

  @Test
  @DisplayName("many cats return their input, also of large writes")
  void cats() throws Exception {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      FutureTask<Void> task =
          new FutureTask<>(() -> {
            for (int round = 0; round < 3; round++) {
              for (int i = 0; i < 5; i++) {
                cat(new byte[][] {block(65_537, i), block(14, round), block(300_000, i)});
              }
            }
            return null;
          });
      tasks.add(task);
      Thread.ofVirtual().start(task);
    }
    for (FutureTask<Void> task : tasks) {
      task.get();
    }
  }

  private static byte[] block(int size, int seed) {
    byte[] block = new byte[size];
    new Random(seed).nextBytes(block);
    return block;
  }

  private static void cat(byte[][] blocks) throws Exception {
    Child cat = Spawn.of("cat").stdin(Stdio.pipe()).stdout(Stdio.pipe()).start();
    Adler32 in = new Adler32();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try (var out = cat.stdin()) {
                for (byte[] block : blocks) {
                  out.write(block);
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    for (byte[] block : blocks) {
      in.update(block);
    }
    Adler32 out = new Adler32();
    out.update(cat.stdout().readAllBytes());
    writer.join();
    cat.stdout().close();
    assertThat(out.getValue()).isEqualTo(in.getValue());
    assertThat(cat.waitFor().isSuccess()).isTrue();
  }

  @Test
  @DisplayName("50 children killed in random order are each reported once")
  void chaos() throws Exception {
    Random random = new Random(7);
    List<Child> children = new ArrayList<>();
    CountDownLatch told = new CountDownLatch(50);
    Map<Integer, Integer> reports = new ConcurrentHashMap<>();
    for (int i = 0; i < 50; i++) {
      Child child = Spawn.of("sleep", "60").start();
      children.add(child);
      var _ =
          child
              .onExit()
              .thenAccept(status -> {
                reports.merge(child.pid(), status.shellStatus(), Integer::sum);
                told.countDown();
              });
    }
    Collections.shuffle(children, random);
    for (Child child : children) {
      child.send(random.nextBoolean() ? Signal.KILL : Signal.TERM);
      child.send(Signal.KILL);
    }
    told.await();
    assertThat(reports).hasSize(50);
    assertThat(reports.values()).allMatch(status -> status == 128 + 9 || status == 128 + 15);
  }
}
