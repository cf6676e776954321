package dev.signalman.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanupOnHangupTest {
  /// Notes each TERM in a file and lives on; a closing terminal does not end it.
  private static final String STUBBORN =
      """
      trap '' HUP INT
      trap 'echo TERM >>"$1/notes"' TERM
      mkfifo "$1/$$"
      exec 3<>"$1/$$"
      echo "ready $$" >>"$1/notes"
      while :; do read line <&3; done
      """;

  /// A full pipe as standard output, whose reading end stays open.
  private static final String BLOCKED =
      """
      import os, sys
      reading, writing = os.pipe()
      os.set_inheritable(reading, True)
      os.set_blocking(writing, False)
      try:
          while True:
              os.write(writing, b"x" * 4096)
      except BlockingIOError:
          os.set_blocking(writing, True)
      os.dup2(writing, 1)
      os.execvp(sys.argv[1], sys.argv[1:])
      """;

  private static final Duration PATIENCE_OF_A_TERMINAL = Duration.ofSeconds(1);

  @TempDir Path folder;

  /// A program that fails its test may leave them behind, and they do not end by themselves. The
  /// command is looked at because a pid may be in use again.
  @AfterEach
  void endStubbornChildren() throws Exception {
    notes().stream()
        .filter(note -> note.startsWith("ready "))
        .flatMap(note -> ProcessHandle.of(Long.parseLong(note.substring(6))).stream())
        .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  @ParameterizedTest
  @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
  void childrenAreGoneWhenItGoes(String signal, int status) throws Exception {
    try (ChildJvm program = Example.named("CleanupOnHangup").args("sleep", "100").start()) {
      List<Long> children = Example.pids(program.line());
      assertThat(children).hasSize(3).noneMatch(Example::isGone);
      Peer.kill(signal, program.pid());
      program.expectExit(status);
      assertThat(children).allMatch(Example::isGone);
    }
  }

  /// Half a second after TERM the program kills them, so on a loaded machine one may have had no
  /// time to note it: then try again.
  private interface Attempt {
    void run() throws Exception;
  }

  private void assertEachIsAskedOnce(Attempt attempt) throws Exception {
    long asked = 0;
    for (int i = 0; i < 10 && asked < 3; i++) {
      Files.deleteIfExists(folder.resolve("notes"));
      attempt.run();
      asked = notes().stream().filter("TERM"::equals).count();
    }
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void cleansUpOnceHoweverManySignalsCome() throws Exception {
    assertEachIsAskedOnce(this::sendManySignals);
  }

  private void sendManySignals() throws Exception {
    try (ChildJvm program = stubborn(Example.named("CleanupOnHangup")).start()) {
      List<Long> children = Example.pids(program.line());
      awaitStubbornChildren();
      stop(program);
      Peer.sh("kill -s HUP $1 && kill -s INT $1 && kill -s TERM $1", "" + program.pid());
      Peer.kill("CONT", program.pid());
      Eventually.until(
          "the clean-up has begun", () -> notes().contains("TERM") || !program.process().isAlive());
      Peer.run(
          "sh", "-c", "for s in HUP INT TERM; do kill -s $s $1; done", "sh", "" + program.pid());
      // Several threads may take what is pending together, each one signal.
      assertThat(program.exit()).isIn(129, 130, 143);
      assertThat(children).hasSize(3).allMatch(Example::isGone);
    }
  }

  @Test
  void isGoneWithinASecondAlthoughChildrenResist() throws Exception {
    Duration fastest = Duration.ofDays(1);
    // A busy machine may be slow many times; a program that waits for its children, always.
    for (int i = 0; i < 20 && fastest.compareTo(PATIENCE_OF_A_TERMINAL) > 0; i++) {
      Files.deleteIfExists(folder.resolve("notes"));
      try (ChildJvm program = stubborn(Example.named("CleanupOnHangup")).start()) {
        awaitStubbornChildren();
        long start = System.nanoTime();
        Peer.kill("HUP", program.pid());
        program.expectExit(129);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        fastest = time.compareTo(fastest) < 0 ? time : fastest;
      }
    }
    assertThat(fastest).isLessThan(PATIENCE_OF_A_TERMINAL);
  }

  @Test
  void closedTerminalWindowEndsTheChildren() throws Exception {
    assertEachIsAskedOnce(this::closeTheWindow);
  }

  private void closeTheWindow() throws Exception {
    try (ChildJvm terminal = stubborn(Example.inTerminal("CleanupOnHangup")).start()) {
      assertThat(terminal.line()).startsWith("pid ");
      List<Long> children = Example.pids(terminal.line());
      awaitStubbornChildren();
      terminal.send("close");
      terminal.send("wait");
      terminal.expect("exit 129");
      assertThat(children).hasSize(3).allMatch(Example::isGone);
    }
  }

  @Test
  void terminalThatTakesNoMoreOutputDoesNotHoldUpTheCleanup() throws Exception {
    Peer.assumePython();
    try (ChildJvm program =
        Example.named("CleanupOnHangup")
            .args("sleep", "100")
            .prefix("python3", "-c", BLOCKED)
            .start()) {
      endsWithItsChildren(program);
    }
  }

  @Test
  void cleansUpWithoutStandardStreams() throws Exception {
    try (ChildJvm program =
        Example.named("CleanupOnHangup")
            .args("sleep", "100")
            .prefix("sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh")
            .start()) {
      endsWithItsChildren(program);
    }
  }

  private static void endsWithItsChildren(ChildJvm program) throws Exception {
    Eventually.until("it has three children", () -> program.process().children().count() == 3);
    List<Long> children = program.process().children().map(ProcessHandle::pid).toList();
    Peer.kill("HUP", program.pid());
    program.expectExit(129);
    assertThat(children).hasSize(3).allMatch(Example::isGone);
  }

  private static void stop(ChildJvm program) throws Exception {
    Peer.kill("STOP", program.pid());
    Eventually.until("it stops", () -> ProcFs.process(program.pid()).state() == 'T');
  }

  private ChildJvm.Builder stubborn(ChildJvm.Builder program) {
    return program.args("sh", "-c", STUBBORN, "sh", folder.toString());
  }

  private void awaitStubbornChildren() throws Exception {
    Eventually.until(
        "three children are ready",
        () -> notes().stream().filter(note -> note.startsWith("ready ")).count() == 3);
  }

  private List<String> notes() throws Exception {
    Path notes = folder.resolve("notes");
    return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
  }
}
