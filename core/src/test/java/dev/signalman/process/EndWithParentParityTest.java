package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.io.Pipe;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// [Spawn#endWithParent] changes nothing else: each child is started with and without it.
class EndWithParentParityTest {
  @TempDir private Path folder;

  @Test
  @DisplayName("SPAWN-23 a failing start has the same message with and without endWithParent()")
  void failuresAreTheSame() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "\0\0\0");
    Path strange = Files.writeString(folder.resolve("strange"), "\0\0\0");
    Path script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
    assertThat(strange.toFile().setExecutable(true)).isTrue();
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    Path missing = folder.resolve("missing");
    assertThat(sameFailure(() -> Spawn.of("/no/such/program"))).contains("ENOENT");
    assertThat(sameFailure(() -> Spawn.of("no-such-program"))).contains("ENOENT");
    assertThat(sameFailure(() -> Spawn.of(""))).contains("ENOENT");
    assertThat(sameFailure(() -> Spawn.of("no such program"))).contains("ENOENT");
    assertThat(sameFailure(() -> Spawn.of(folder.toString()))).contains("which is a directory");
    assertThat(sameFailure(() -> Spawn.of("/"))).contains("EACCES");
    assertThat(sameFailure(() -> Spawn.of("/etc/passwd/x"))).contains("ENOTDIR");
    assertThat(sameFailure(() -> Spawn.of(loop.toString()))).contains("ELOOP");
    assertThat(sameFailure(() -> Spawn.of("x".repeat(300)))).contains("ENAMETOOLONG");
    assertThat(sameFailure(() -> Spawn.of("./" + "x".repeat(300)))).contains("ENAMETOOLONG");
    assertThat(sameFailure(() -> Spawn.of(file.toString()))).contains("EACCES");
    assertThat(sameFailure(() -> Spawn.of(strange.toString()))).contains("ENOEXEC");
    assertThat(sameFailure(() -> Spawn.of(script.toString()))).contains("interpreter");
    assertThat(sameFailure(() -> Spawn.of("true").directory(missing))).contains("no directory");
    assertThat(sameFailure(() -> Spawn.of("true").directory(file))).contains("ENOTDIR");
    assertThat(sameFailure(() -> Spawn.of("./x").directory(folder))).contains("ENOENT");
    assertThat(sameFailure(() -> Spawn.of("true").group(4_194_304))).contains("EPERM");
    assertThat(sameFailure(() -> Spawn.of("true").env("A", "x".repeat(200_000)))).contains("E2BIG");
    assertThat(sameFailure(() -> Spawn.of(tooMany()))).contains("E2BIG");
    assertThat(sameFailure(() -> Spawn.of("true").stdin(Stdio.from(missing)))).contains("ENOENT");
  }

  private static List<String> tooMany() {
    List<String> many = new ArrayList<>(List.of("true"));
    for (int i = 0; i < 100; i++) {
      many.add("x".repeat(100_000));
    }
    return many;
  }

  private static String sameFailure(Supplier<Spawn> spawn) {
    String without = failure(spawn.get());
    assertThat(failure(spawn.get().endWithParent())).isEqualTo(without);
    return without;
  }

  private static String failure(Spawn spawn) {
    try {
      return "started " + spawn.start();
    } catch (IOException | RuntimeException e) {
      return e.toString();
    }
  }

  @Test
  @DisplayName("SPAWN-23 programs are found on PATH in the same places")
  void programsAreFoundInTheSamePlaces() throws Exception {
    program("first/refused", false, "");
    program("first/both", false, "");
    program("second/both", true, "#!/bin/sh\necho second\n");
    program("here", true, "#!/bin/sh\necho here\n");
    Files.createDirectories(folder.resolve("first/folder"));
    String[] paths = {
      folder.resolve("first") + ":" + folder.resolve("second"),
      "first:second",
      ":" + folder.resolve("second"),
      folder.resolve("second") + ":",
      "",
      folder.resolve("file/x") + ":" + folder.resolve("second"),
      "/no/such:" + folder.resolve("first")
    };
    Files.writeString(folder.resolve("file"), "");
    for (String path : paths) {
      try (ChildJvm child =
          ChildJvm.of(Searching.class).env("PATH", path).args(folder.toString()).start()) {
        List<String> lines = child.remainingLines();
        assertThat(lines).hasSize(2 * Searching.NAMES.size());
        for (int i = 0; i < lines.size(); i += 2) {
          assertThat(lines.get(i + 1)).as(path).isEqualTo(lines.get(i));
        }
      }
    }
  }

  private void program(String name, boolean executable, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(executable)).isTrue();
  }

  /// Starts programs by their names, each without and with `endWithParent()`.
  static final class Searching {
    static final List<String> NAMES = List.of("refused", "both", "here", "folder", "none", "sh");

    private Searching() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      for (String name : NAMES) {
        System.out.println(result(Spawn.of(name).directory(folder)));
        System.out.println(result(Spawn.of(name).directory(folder).endWithParent()));
      }
    }

    private static String result(Spawn spawn) {
      try {
        Captured result = spawn.stdin(Stdio.discard()).capture(1_000);
        return result.status() + " " + result.text().strip();
      } catch (IOException | InterruptedException e) {
        return e.toString();
      }
    }
  }

  @Test
  @DisplayName("SPAWN-23 the child's state is the same with and without endWithParent()")
  void stateIsTheSame() throws Exception {
    String[] files = {"status", "environ", "cmdline", "personality", "limits", "cgroup"};
    List<String> cat = new ArrayList<>(List.of("cat"));
    for (String file : files) {
      cat.add("/proc/self/" + file);
    }
    assertThat(sameState(cat)).contains("SigBlk:\t0000000200004200", "Name:\tcat", "A=ö");
    assertThat(sameState(List.of("ls", "-l", "/proc/self/fd", "/proc/self/exe", "/proc/self/cwd")))
        .contains(" 7 -> pipe:", "/proc/self/cwd -> " + folder);
  }

  private String sameState(List<String> command) throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Supplier<Spawn> spawn =
          () ->
              Spawn.of(command)
                  .directory(folder)
                  .env("B", "b")
                  .env("A", "ö")
                  .mask(SignalSet.of(Signal.USR1, Signal.TERM, Signal.parse("RTMIN")))
                  .stdin(Stdio.discard())
                  .stdout(Stdio.to(folder.resolve("out")))
                  .fd(5, pipe.readEnd())
                  .fd(7, pipe.writeEnd());
      String without = output(spawn.get());
      assertThat(output(spawn.get().endWithParent())).isEqualTo(without);
      return without;
    }
  }

  /// What a program writes, without what differs from one process to the next.
  private String output(Spawn spawn) throws Exception {
    assertThat(spawn.start().waitFor().isSuccess()).isTrue();
    return Files.readString(folder.resolve("out"), UTF_8)
        .replaceAll("(?m)^(\\w*[Pp]id|NSpid|NStgid|\\w*Tgid|SigQ|Vm\\w+|Rss\\w+):.*$", "")
        .replaceAll("(?m)^(Cpus|Mems|\\w*voluntary)\\w*:.*$", "")
        .replaceAll("/proc/\\d+/", "/proc/")
        .replaceAll("\\b\\d\\d:\\d\\d\\b", "");
  }

  @Test
  @DisplayName("SPAWN-23 the child's group and session are the same with and without it")
  void placeIsTheSame() throws Exception {
    String place = "read x; cut -d ' ' -f 5-7 /proc/$$/stat | sed \"s/\\b$$\\b/self/g\"";
    List<Supplier<Spawn>> spawns =
        List.of(
            () -> Spawn.of("sh", "-c", place),
            () -> Spawn.of("sh", "-c", place).newGroup(),
            () -> Spawn.of("sh", "-c", place).newSession());
    List<String> places = new ArrayList<>();
    for (Supplier<Spawn> spawn : spawns) {
      String without = spawn.get().stdin(Stdio.discard()).capture(100).text();
      assertThat(spawn.get().endWithParent().stdin(Stdio.discard()).capture(100).text())
          .isEqualTo(without);
      places.add(without);
    }
    assertThat(places).doesNotHaveDuplicates().element(2).asString().startsWith("self self ");
  }

  @Test
  @DisplayName("SPAWN-23 the child has the descriptors that it is given, and no others")
  void descriptorsAreTheSame() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Spawn spawn = Spawn.of("sleep", "60").endWithParent();
      assertThat(numbersIn(spawn)).containsExactly(0, 1, 2);
      int taken = pipe.readEnd().number();
      spawn.fd(3, pipe.readEnd()).fd(taken + 2, pipe.writeEnd());
      assertThat(numbersIn(spawn)).containsExactly(0, 1, 2, 3, taken + 2);
    }
  }

  private static Set<Integer> numbersIn(Spawn spawn) throws Exception {
    Child child = spawn.start();
    try {
      Eventually.until("it waits", () -> ProcFs.process(child.pid()).state() == 'S');
      return ProcFs.descriptors(child.pid()).keySet();
    } finally {
      child.send(Signal.KILL);
    }
  }
}
