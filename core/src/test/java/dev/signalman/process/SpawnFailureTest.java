package dev.signalman.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.io.Pipe;
import dev.signalman.posix.PidfdH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpawnFailureTest {
  @TempDir private Path folder;

  @Test
  void namesTheProgramAndTheReason() {
    assertFails(Spawn.of("/no/such/program"), Errno.ENOENT, "start /no/such/program");
    assertFails(Spawn.of("no-such-program"), Errno.ENOENT, "start no-such-program");
    assertFails(Spawn.of(""), Errno.ENOENT, "start \"\"");
    assertFails(Spawn.of("no such program"), Errno.ENOENT, "start \"no such program\"");
    assertFails(
        Spawn.of(folder.toString()), Errno.EACCES, "start " + folder + ", which is a directory");
  }

  @Test
  void namesWhatCannotBeExecuted() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "\0\0\0");
    assertFails(Spawn.of(file.toString()), Errno.EACCES, "start " + file);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    assertFails(Spawn.of(file.toString()), new Errno(8), "start " + file);
    Path script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertFails(
        Spawn.of(script.toString()),
        Errno.ENOENT,
        "start " + script + ", which is there, but not the interpreter or loader that it names");
  }

  @Test
  void namesTheDirectory() throws Exception {
    Path missing = folder.resolve("missing");
    assertFails(
        Spawn.of("true").directory(missing),
        Errno.ENOENT,
        "start true in " + missing + ", which is no directory");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertFails(
        Spawn.of("true").directory(file),
        new Errno(20),
        "start true in " + file + ", which is no directory");
    assertFails(Spawn.of("./x").directory(folder), Errno.ENOENT, "start ./x in " + folder);
  }

  @Test
  void namesTheSizeOfWhatIsTooLong() throws Exception {
    String long100k = "x".repeat(100_000);
    List<String> many = new ArrayList<>(List.of("true"));
    for (int i = 0; i < 100; i++) {
      many.add(long100k);
    }
    assertThatThrownBy(Spawn.of(many)::start)
        .isInstanceOf(PosixException.class)
        .hasMessageMatching(
            "start true with 100\\d{5} bytes of arguments and environment: E2BIG \\(.*");
    assertThatThrownBy(Spawn.of("true").env("A", "x".repeat(200_000))::start)
        .hasMessageContaining("E2BIG");
    assertThat(Spawn.of("true", long100k).start().waitFor().isSuccess()).isTrue();
  }

  @Test
  void namesTheFileOfAStream() {
    Path missing = folder.resolve("missing");
    assertFails(Spawn.of("true").stdin(Stdio.from(missing)), Errno.ENOENT, "open(" + missing + ")");
    assertFails(Spawn.of("true").stdout(Stdio.to(folder)), new Errno(21), "open(" + folder + ")");
  }

  @Test
  void namesTheDescriptor() throws Exception {
    Pipe pipe = Pipe.open();
    Spawn spawn = Spawn.of("true").fd(3, pipe.readEnd());
    pipe.close();
    assertThatThrownBy(spawn::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("read end of a pipe is closed");
    assertThatThrownBy(Spawn.of("true").stdin(Stdio.of(pipe.readEnd()))::start)
        .hasMessage("read end of a pipe is closed");
    try (Pipe open = Pipe.open()) {
      for (int number : new int[] {100_000_000, Integer.MAX_VALUE}) {
        assertFails(
            Spawn.of("true").fd(number, open.readEnd()),
            Errno.EBADF,
            "giving a child descriptor " + number + ", which the limit of descriptors must allow");
      }
    }
  }

  @Test
  void namesTheGroup() {
    int unused = 4_194_304;
    assertFails(
        Spawn.of("true").group(unused), Errno.EPERM, "start true in process group " + unused);
  }

  private static void assertFails(Spawn spawn, Errno errno, String what) {
    assertThatThrownBy(spawn::start)
        .isInstanceOf(PosixException.class)
        .hasMessage(what + ": " + errno)
        .extracting(e -> ((PosixException) e).errno())
        .isEqualTo(errno);
  }

  @ParameterizedTest(
      name =
          "SPAWN-04, CHLD-23 failed spawns of thread \"{0}\" leave nothing, and count for no exit")
  @ValueSource(strings = {"main", "other"})
  void failuresLeaveNothing(String thread) throws Exception {
    try (ChildJvm child = ChildJvm.start(Failing.class, thread)) {
      child.expect("ready");
      Map<Integer, String> before = ProcFs.descriptors(child.pid());
      child.send("");
      child.expect("start /no/such/program: " + Errno.ENOENT);
      child.expect("exit of exited with code 0", "failures 300");
      assertThat(Peer.run("ps", "--no-headers", "--ppid", "" + child.pid()).output()).isEmpty();
      ProcFs.awaitNoFurtherDescriptor(child.pid(), before);
      child.send("");
      child.expectExit(0);
    }
  }

  /// One child that ends, among many that cannot begin.
  static final class Failing {
    private Failing() {}

    public static void main(String[] args) throws Exception {
      if (args[0].equals("main")) {
        fail();
        return;
      }
      FutureTask<@Nullable Void> task =
          new FutureTask<>(() -> {
            fail();
            return null;
          });
      Thread.ofPlatform().start(task);
      task.get();
    }

    private static void fail() throws Exception {
      Spawn.of("true").start().waitFor();
      System.out.println("ready");
      System.in.read();
      try {
        Spawn.of("/no/such/program").start();
      } catch (PosixException e) {
        System.out.println(e.getMessage());
      }
      Queue<ExitStatus> exits = new ConcurrentLinkedQueue<>();
      Child one = Spawn.of("sh", "-c", "read x").stdin(Stdio.pipe()).start();
      var told = one.onExit().thenAccept(exits::add);
      int failures = 0;
      for (int i = 0; i < 100; i++) {
        failures += fails(Spawn.of("/no/such/program"));
        failures += fails(Spawn.of("true").directory(Path.of("/no/such/directory")));
        failures += fails(Spawn.of("true").stderr(Stdio.from(Path.of("/no/such/file"))));
      }
      one.stdin().write('\n');
      one.stdin().close();
      told.join();
      exits.forEach(status -> System.out.println("exit of " + status));
      System.out.println("failures " + failures);
      System.in.read();
    }

    private static int fails(Spawn spawn) throws Exception {
      try {
        spawn.stdin(Stdio.pipe()).stdout(Stdio.pipe());
        if (!(spawn.plan().stdio().get(2) instanceof Stdio.File)) {
          spawn.stderr(Stdio.pipe());
        }
        spawn.start();
        return 0;
      } catch (PosixException e) {
        return 1;
      }
    }
  }

  @ParameterizedTest(name = "without descriptors nothing is started, and nothing is left: {0}")
  @ValueSource(strings = {"plain", "endWithParent"})
  void withoutDescriptorsNothingIsStartedAndNothingIsLeft(String kind) throws Exception {
    Path mark = folder.resolve("mark");
    try (ChildJvm child = ChildJvm.of(Starving.class).args(mark.toString(), kind).start()) {
      int lowest = Integer.parseInt(child.line());
      Map<Integer, String> before = ProcFs.descriptors(child.pid());
      int limit = lowest;
      while (attempt(child, limit).contains("EMFILE (Too many open files)")) {
        assertThat(mark).doesNotExist();
        limit++;
      }
      assertThat(limit).isGreaterThan(lowest + 5);
      assertThat(mark).exists();
      Eventually.until(
          "nothing is left but what the reaper has",
          () -> {
            Map<Integer, String> after = ProcFs.descriptors(child.pid());
            after.values().removeAll(Set.of("anon_inode:[eventpoll]", "anon_inode:[eventfd]"));
            return before.entrySet().containsAll(after.entrySet());
          });
      assertThat(attempt(child, 1024)).isEqualTo("exited with code 0");
    }
  }

  private static String attempt(ChildJvm child, int limit) throws Exception {
    Peer.succeed("prlimit", "--pid", "" + child.pid(), "--nofile=" + limit + ":");
    child.send("");
    return child.line();
  }

  /// Starts a child whenever it is told. The first attempt is the first of this process.
  static final class Starving {
    private Starving() {}

    public static void main(String[] args) throws Exception {
      loadAll(Spawn.class); // as long as there are descriptors to read them by
      loadAll(PidfdH.class);
      Spawn spawn =
          Spawn.of("sh", "-c", "echo >" + args[0]).stdin(Stdio.pipe()).stdout(Stdio.pipe());
      if (args[1].equals("endWithParent")) {
        spawn.endWithParent();
      }
      int lowest;
      try (Pipe pipe = Pipe.open()) {
        lowest = pipe.readEnd().number();
      }
      System.out.println(lowest);
      while (System.in.read() >= 0) {
        System.out.println(attempt(spawn));
      }
    }

    private static String attempt(Spawn spawn) throws Exception {
      try {
        Child child = spawn.start();
        child.stdin().close();
        child.stdout().close();
        return child.waitFor().toString();
      } catch (PosixException e) {
        return String.valueOf(e.getMessage());
      }
    }

    private static void loadAll(Class<?> neighbour) throws Exception {
      Path root = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isDirectory(root)) {
        return; // a jar, which is open
      }
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          String name = root.relativize(file).toString().replace('/', '.');
          if (name.startsWith("dev.signalman.")) {
            Class.forName(
                name.substring(0, name.length() - 6), false, Starving.class.getClassLoader());
          }
        }
      }
    }
  }

  @Test
  void withoutProcessesTheReasonIsNamed() throws Exception {
    // Root may have as many as it likes. The capability is for reading the classes.
    String[] stranger = {
      "setpriv",
      "--reuid=60123",
      "--regid=60123",
      "--clear-groups",
      "--inh-caps=+dac_read_search",
      "--ambient-caps=+dac_read_search",
      "--bounding-set=-all,+dac_read_search"
    };
    Assumptions.assumeTrue(works(stranger), "skipped: needs root and setpriv, for a user's limit");
    try (ChildJvm child = ChildJvm.of(Crowded.class).prefix(stranger).start()) {
      child.expect("ready");
      run(stranger, "prlimit", "--pid", "" + child.pid(), "--nproc=1:");
      child.send("");
      child.expect(
          "start true, with too many processes of this user or control group already: EAGAIN"
              + " (Resource temporarily unavailable)");
      run(stranger, "prlimit", "--pid", "" + child.pid(), "--nproc=1000:");
      child.send("");
      child.expect("exited with code 0");
      child.expectExit(0);
    }
  }

  private static boolean works(String... prefix) throws Exception {
    try {
      return run(prefix, "true").status() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private static Peer run(String[] prefix, String... rest) throws Exception {
    return Peer.run(Stream.of(prefix, rest).flatMap(Stream::of).toArray(String[]::new));
  }

  /// Starts a child where its user may have no more processes.
  static final class Crowded {
    private Crowded() {}

    public static void main(String[] args) throws Exception {
      Spawn.of("true").start().waitFor();
      System.out.println("ready");
      System.in.read();
      try {
        System.out.println(Spawn.of("true").stdin(Stdio.pipe()).start());
      } catch (PosixException e) {
        System.out.println(e.getMessage());
      }
      System.in.read();
      System.out.println(Spawn.of("true").start().waitFor());
    }
  }

  @Test
  void withoutNativeAccessEachAttemptNamesTheFlag() throws Exception {
    try (ChildJvm child = ChildJvm.of(Attempting.class).denyNativeAccess().start()) {
      for (int i = 0; i < 2; i++) {
        child.expect("IllegalStateException --enable-native-access=ALL-UNNAMED");
      }
      child.expectExit(0);
    }
  }

  static final class Attempting {
    public static void main(String[] args) throws Exception {
      for (int i = 0; i < 2; i++) {
        try {
          Spawn.of("true").start();
        } catch (IllegalStateException e) {
          String message = String.valueOf(e.getMessage());
          System.out.println(
              "IllegalStateException " + message.replaceAll(".* (--[^,]*),.*", "$1"));
        }
      }
    }
  }
}
