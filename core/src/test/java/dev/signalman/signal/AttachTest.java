package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.loop.EventLoop;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The first tool that attaches while QUIT, by which it asks for that, is claimed.
class AttachTest {
  private static final String DUMP = "Full thread dump";

  @TempDir private Path folder;

  private ChildJvm.Builder program(String receiver, String... options) {
    return ChildJvm.of(Claiming.class)
        .vm(options)
        .args(receiver)
        .prefix("sh", "-c", "cd \"$0\" && exec \"$@\"", folder.toString());
  }

  @ParameterizedTest(name = "JVM-21: a tool attaches for the first time, QUIT claimed by {0}, {1}")
  @CsvSource({
    "pipe, false",
    "handler, false",
    "executor, false",
    "loop, false",
    "pipe, true",
    "handler, true",
    "loop, true"
  })
  void attaches(String receiver, String handlerOnly) throws Exception {
    try (ChildJvm child = program(receiver, "-Ddev.signalman.handlerOnly=" + handlerOnly).start()) {
      child.expect("ready");
      quit(child);
      assertThat(Jcmd.run(child, "VM.version")).contains("JDK");
      quit(child);
      assertThat(Jcmd.run(child, "Thread.print")).contains(DUMP);
      quit(child);
      noDump(child);
    }
  }

  @Test
  @DisplayName("JVM-21: a tool attaches through /tmp if the working folder is not writable")
  void fileInTmp() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Claiming.class)
            .args("pipe")
            .prefix("sh", "-c", "cd /proc && exec \"$@\"", "sh")
            .start()) {
      child.expect("ready");
      assertThat(Jcmd.run(child, "VM.version")).contains("JDK");
      quit(child);
      noDump(child);
    }
  }

  @Test
  @DisplayName("JVM-21: an unread request is answered at close, and after discarding")
  void unread() throws Exception {
    try (ChildJvm child = program("nobody").start()) {
      child.expect("ready");
      Path file = request(child);
      Peer.kill("QUIT", child.pid());
      child.send("close");
      child.expect("closed");
      assertThat(Jcmd.run(child, "VM.version")).contains("JDK");
      Files.deleteIfExists(file);
      noDump(child);
    }
  }

  @Test
  @DisplayName("JVM-21: an old attach file, or one of another user, is not taken for a request")
  void noRequests() throws Exception {
    try (ChildJvm child = program("pipe").start()) {
      child.expect("ready");
      Path file = request(child);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
      quit(child);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      assumeTrue(UnistdH.getuid() == 0, "skipped: needs the right to give a file away");
      Files.setAttribute(file, "unix:uid", 54_321);
      quit(child);
      noDump(child);
    }
  }

  @ParameterizedTest(name = "JVM-21: where the VM listens to no tool ({0}) every QUIT is received")
  @CsvSource({"-Xrs", "-XX:+DisableAttachMechanism"})
  void noAttaching(String option) throws Exception {
    try (ChildJvm child = program("pipe", option).start()) {
      child.expect("ready");
      request(child);
      quit(child);
      quit(child);
      noDump(child);
    }
  }

  /// As a tool does.
  private Path request(ChildJvm child) throws Exception {
    return Files.createFile(folder.resolve(".attach_pid" + child.pid()));
  }

  private static void quit(ChildJvm child) throws Exception {
    Peer sender = Peer.kill("QUIT", child.pid());
    child.expect("QUIT from " + sender.pid());
  }

  private static void noDump(ChildJvm child) throws Exception {
    assertThat(child.errors()).noneMatch(line -> line.startsWith(DUMP));
  }

  static final class Claiming {
    private Claiming() {}

    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "pipe" -> {
          SelfPipe pipe = SelfPipe.open(Signal.QUIT);
          System.out.println("ready");
          while (true) {
            print(pipe.take());
          }
        }
        case "nobody" -> {
          SelfPipe pipe = SelfPipe.open(Signal.QUIT);
          System.out.println("ready");
          Lines.next();
          pipe.close();
          System.out.println("closed");
        }
        case "handler" -> Signals.handle(Signal.QUIT, Claiming::print);
        case "executor" -> Signals.handle(Signal.QUIT, Claiming::print, Runnable::run);
        default -> {
          EventLoop loop = EventLoop.open();
          loop.onSignal(Signal.QUIT, Claiming::print);
          System.out.println("ready");
          loop.run();
        }
      }
      System.out.println("ready");
      Thread.sleep(Long.MAX_VALUE);
    }

    private static void print(SignalInfo info) {
      System.out.println(info.signal() + " from " + info.pid());
    }
  }
}
