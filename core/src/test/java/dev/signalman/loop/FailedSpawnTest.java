package dev.signalman.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.io.Pipe;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Children that a callback of a loop cannot start.
class FailedSpawnTest {
  @TempDir private Path folder;

  @Test
  void theLoopContinuesAndNothingIsLeft() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "#!/bin/sh\n");
    try (ChildJvm child = ChildJvm.of(Trying.class).args(folder.toString()).start()) {
      expect(child, "good", "exited with code 0");
      expect(child, "missing", "start /no/such/program: ENOENT (No such file or directory)");
      var before = ProcFs.descriptors(child.pid());
      expect(child, "file", "start " + file + ": EACCES (Permission denied)");
      expect(
          child,
          "directory",
          "start " + folder + ", which is a directory: EACCES (Permission denied)");
      expect(
          child,
          "in no directory",
          "start true in " + file + "/none, which is no directory: ENOTDIR (Not a directory)");
      expect(child, "nul", "an argument cannot have a NUL character: a\\0b");
      child.send("long");
      assertThat(child.line())
          .matches("start true with \\d{7,} bytes of arguments and environment: E2BIG \\(.*");
      expect(child, "closed", "read end of a pipe is closed");
      limitDescriptors(child, before.size());
      child.send("good");
      assertThat(child.line()).contains(": EMFILE (Too many open files); the limit is ");
      limitDescriptors(child, 1_000);
      ProcFs.awaitNoFurtherDescriptor(child.pid(), before);
      expect(child, "good", "exited with code 0");
      ProcFs.awaitNoFurtherDescriptor(child.pid(), before);
      assertThat(Peer.run("ps", "--no-headers", "--ppid", "" + child.pid()).output()).isEmpty();
    }
  }

  private static void expect(ChildJvm child, String attempt, String result) throws Exception {
    child.send(attempt);
    child.expect(result);
  }

  private static void limitDescriptors(ChildJvm child, int limit) throws Exception {
    Peer.succeed("prlimit", "--pid", "" + child.pid(), "--nofile=" + limit + ":");
  }

  /// Tries what each line of its input says, in the loop, and prints what the callback throws.
  static final class Trying {
    private Trying() {}

    public static void main(String[] args) throws Exception {
      Thread.currentThread()
          .setUncaughtExceptionHandler((thread, e) -> System.out.println(e.getMessage()));
      try (EventLoop loop = EventLoop.open()) {
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              Scanner in = new Scanner(System.in, UTF_8);
              while (in.hasNextLine()) {
                String attempt = in.nextLine();
                loop.execute(() -> start(loop, attempt, Path.of(args[0])));
              }
            });
        loop.run();
      }
    }

    private static void start(EventLoop loop, String attempt, Path folder) {
      try {
        Spawn spawn = spawn(attempt, folder).stdin(Stdio.pipe()).stdout(Stdio.pipe());
        Child child = spawn.start();
        child.stdin().close();
        child.stdout().close();
        loop.onExit(child, System.out::println);
      } catch (IOException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    }

    private static Spawn spawn(String attempt, Path folder) throws IOException {
      Path file = folder.resolve("file");
      return switch (attempt) {
        case "missing" -> Spawn.of("/no/such/program");
        case "file" -> Spawn.of(file.toString());
        case "directory" -> Spawn.of(folder.toString());
        case "in no directory" -> Spawn.of("true").directory(file.resolve("none"));
        case "nul" -> Spawn.of("true", "a\0b");
        case "long" -> Spawn.of("true", "x".repeat(3_000_000));
        case "closed" -> {
          Pipe pipe = Pipe.open();
          pipe.close();
          yield Spawn.of("true").fd(3, pipe.readEnd());
        }
        default -> Spawn.of("true");
      };
    }
  }
}
