package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.io.Fd;
import dev.signalman.io.Pipe;
import dev.signalman.io.SocketPair;
import dev.signalman.posix.FcntlH;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpawnDescriptorsTest {
  private static final long SELF = ProcessHandle.current().pid();

  @TempDir private Path folder;

  @Test
  void childHasTheNamedDescriptorsAndNoOthers() throws Exception {
    try (Pipe pipe = Pipe.open();
        SocketPair pair = SocketPair.open();
        RandomAccessFile file = new RandomAccessFile(folder.resolve("file").toFile(), "rw")) {
      assertThat(file.getFD().valid()).isTrue();
      Spawn spawn = Spawn.of("sleep", "60");
      assertThat(numbersIn(spawn)).containsExactly(0, 1, 2);
      spawn.fd(3, pipe.readEnd()).fd(7, pair.left().fd()).fd(20, pipe.writeEnd());
      assertThat(numbersIn(spawn)).containsExactly(0, 1, 2, 3, 7, 20);
    }
  }

  /// The descriptors of a child, once it has been loaded.
  private static Set<Integer> numbersIn(Spawn spawn) throws Exception {
    Child child = spawn.start();
    try {
      awaitLoaded(child);
      return ProcFs.descriptors(child.pid()).keySet();
    } finally {
      child.send(Signal.KILL);
    }
  }

  /// Until then the loader of programs has libraries open.
  private static void awaitLoaded(Child child) throws Exception {
    Eventually.until("it waits", () -> ProcFs.process(child.pid()).state() == 'S');
  }

  @Test
  void filesOfTheVmInThePlaceOfClosedStreamsAreNotInherited() throws Exception {
    Path out = folder.resolve("out");
    try (ChildJvm child =
        ChildJvm.of(Streamless.class)
            .prefix("sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh")
            .args(out.toString())
            .start()) {
      child.expectExit(0);
    }
    // The VM itself may have put /dev/null in the place of those that were left.
    assertThat(Files.readAllLines(out))
        .noneMatch(file -> file.endsWith("modules") || file.endsWith(".jar"));
  }

  /// Has no standard streams, and says which files its child has.
  static final class Streamless {
    private Streamless() {}

    public static void main(String[] args) throws Exception {
      Child child = Spawn.of("sleep", "60").start();
      Files.write(Path.of(args[0]), ProcFs.descriptors(child.pid()).values());
      child.send(Signal.KILL);
    }
  }

  @Test
  void descriptorsThatOthersLeaveOpenAreClosedInTheChild() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Listing.class)
            .prefix("sh", "-c", "exec 3</dev/null 8</dev/null 9</dev/null; exec \"$@\"", "sh")
            .start()) {
      child.expect("[0, 1, 2]", "[0, 1, 2, 5]", "[0, 1, 5]");
      child.expectExit(0);
    }
  }

  /// Starts children, at last without a standard error of its own, and says what they have.
  static final class Listing {
    private Listing() {}

    public static void main(String[] args) throws Exception {
      Spawn spawn = Spawn.of("sleep", "60");
      System.out.println(numbersIn(spawn));
      try (Pipe pipe = Pipe.open()) {
        System.out.println(numbersIn(spawn.fd(5, pipe.readEnd())));
        Fd.inherited(2).close();
        System.out.println(numbersIn(spawn));
      }
    }
  }

  @Test
  void descriptorsCanChangePlaces() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Fd a = pipe.readEnd();
      Fd b = pipe.writeEnd();
      assertPlaced(new TreeMap<>(Map.of(a.number(), b, b.number(), a)));
    }
  }

  @Test
  void descriptorsCanStayMoveRotateAndMultiply() throws Exception {
    List<Fd> fds = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Pipe pipe = Pipe.open();
      fds.addAll(List.of(pipe.readEnd(), pipe.writeEnd()));
    }
    Map<Integer, Fd> places = new TreeMap<>();
    for (int shift : new int[] {0, 1, 7}) {
      places.clear();
      for (int i = 0; i < fds.size(); i++) {
        places.put(fds.get(i).number(), fds.get((i + shift) % fds.size()));
      }
      assertPlaced(places);
    }
    places.clear();
    int top = fds.getLast().number();
    for (int number = 3; number < top + 6; number++) {
      places.put(number, fds.get(number % 3));
    }
    assertPlaced(places);
    places.clear();
    places.put(1_000, fds.get(0));
    places.put(999, fds.get(0));
    assertPlaced(places);
    fds.forEach(Fd::close);
  }

  private static void assertPlaced(Map<Integer, Fd> places) throws Exception {
    Spawn spawn = Spawn.of("sh", "-c", "read wait").stdin(Stdio.pipe());
    places.forEach(spawn::fd);
    var here = ProcFs.descriptors(SELF);
    Child child = spawn.start();
    awaitLoaded(child);
    var there = ProcFs.descriptors(child.pid());
    Map<Integer, String> expected = new TreeMap<>();
    places.forEach((number, fd) -> expected.put(number, here.get(fd.number())));
    there.keySet().removeAll(List.of(0, 1, 2));
    assertThat(there).isEqualTo(expected);
    child.stdin().close();
    child.waitFor();
  }

  @Test
  void highestNumberThatTheLimitAllowsCanBeGiven() throws Exception {
    try (ChildJvm child = ChildJvm.of(Highest.class).prefix("prlimit", "--nofile=64:64").start()) {
      child.expect("[0, 1, 2, 63]");
      child.expectExit(0);
    }
  }

  /// Gives a child the descriptor with the highest number that can be.
  static final class Highest {
    private Highest() {}

    public static void main(String[] args) throws Exception {
      try (Pipe pipe = Pipe.open()) {
        System.out.println(numbersIn(Spawn.of("sleep", "60").fd(63, pipe.readEnd())));
      }
    }
  }

  /// Leaves descriptor 70 open, to be inherited, and lets no further one have such a number.
  private static final String LOWERED =
      """
      import os, resource, sys
      os.dup2(0, 70)
      resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
      os.execvp(sys.argv[1], sys.argv[1:])
      """;

  private static final String HIDE_PROC = "mount -t tmpfs none /proc && exec \"$@\"";
  private static final String CLOSE_RANGE = "436";

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true"})
  void descriptorsAboveTheLimitAreClosedInTheChild(boolean noRange, boolean noProc)
      throws Exception {
    try (ChildJvm child = aboveTheLimit(noRange, noProc)) {
      child.expect("exited with code 1"); // has no descriptor 70
      child.expectExit(0);
    }
  }

  @Test
  void ifDescriptorsCannotBeKeptFromAChildNoneIsStarted() throws Exception {
    try (ChildJvm child = aboveTheLimit(true, true)) {
      child.expect(
          "keeping descriptors from 64 on from a child, which needs /proc or close_range(2)"
              + " (Linux 5.11, and no filter that refuses it): ENOSYS (Function not implemented)");
      child.expectExit(0);
    }
  }

  private static ChildJvm aboveTheLimit(boolean noRange, boolean noProc) throws Exception {
    Peer.assumePython();
    ChildJvm.Builder builder = ChildJvm.of(AboveTheLimit.class);
    if (noProc) {
      Assumptions.assumeTrue(
          Peer.run("unshare", "-m", "sh", "-c", HIDE_PROC, "sh", "true").status() == 0,
          "skipped: needs root, to start a program that has no /proc");
      builder
          .prefix("unshare", "-m", "sh", "-c", HIDE_PROC, "sh")
          .env("LD_LIBRARY_PATH", System.getProperty("java.home") + "/lib");
    }
    if (noRange) {
      CProgram deny = CProgram.compile(SpawnDescriptorsTest.class, "/c/deny.c");
      builder.prefix(deny.path().toString(), CLOSE_RANGE);
    }
    return builder.prefix("python3", "-c", LOWERED).start();
  }

  /// Gives a child the highest descriptor that the limit allows, and says how it fares with a
  /// higher one.
  static final class AboveTheLimit {
    private static final String TRY =
        "import os, sys\ntry: os.fstat(70)\nexcept OSError: sys.exit(1)";

    private AboveTheLimit() {}

    public static void main(String[] args) throws Exception {
      try (Pipe pipe = Pipe.open()) {
        Spawn spawn = Spawn.of("python3", "-c", TRY).fd(63, pipe.readEnd());
        System.out.println(spawn.start().waitFor());
      } catch (PosixException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void childGetsBlockingDescriptorsAndTheParentCanStillUseItsOwn() throws Exception {
    try (SocketPair pair = SocketPair.open()) {
      Spawn spawn =
          Spawn.of("sh", "-c", "read line <&3; echo \"$line back\" >&3; cat <&0")
              .fd(3, pair.right().fd())
              .stdin(Stdio.pipe())
              .stdout(Stdio.discard());
      Child child = spawn.start();
      pair.right().close();
      int flags = FcntlH.fcntl(pair.left().fd().number(), FcntlH.F_GETFL, 0);
      assertThat(flags & FcntlH.O_NONBLOCK).isNotZero();
      assertThat(ProcFs.flags(child.pid(), 3) & FcntlH.O_NONBLOCK).isZero();
      assertThat(ProcFs.flags(child.pid(), 0) & FcntlH.O_NONBLOCK).isZero();
      pair.left().out().write("there and\n".getBytes(UTF_8));
      assertThat(new String(pair.left().in().readNBytes(15), UTF_8)).isEqualTo("there and back\n");
      assertThat(child.isAlive()).isTrue();
      child.stdin().close();
      assertThat(child.waitFor().isSuccess()).isTrue();
    }
  }

  @Test
  @DisplayName("SPAWN-16 children started together do not hold each other's pipes")
  void endComesThoughSiblingsLive() throws Exception {
    List<Child> hanging = new ArrayList<>();
    List<Child> ending = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Child>> starts = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Spawn spawn =
            Spawn.of("sh", "-c", i % 2 == 0 ? "read wait" : "read line; echo $line")
                .stdin(Stdio.pipe())
                .stdout(Stdio.pipe());
        starts.add(threads.submit(spawn::start));
      }
      for (int i = 0; i < 16; i++) {
        (i % 2 == 0 ? hanging : ending).add(starts.get(i).get());
      }
    }
    for (Child child : ending) {
      child.stdin().write("mine\n".getBytes(UTF_8));
      child.stdin().close();
      assertThat(new String(child.stdout().readAllBytes(), UTF_8)).isEqualTo("mine\n");
      child.stdout().close();
    }
    for (Child child : hanging) {
      assertThat(child.isAlive()).isTrue();
      child.stdin().close();
      assertThat(child.waitFor()).isInstanceOf(ExitStatus.Exited.class);
      child.stdout().close();
    }
  }

  @Test
  void closingWhileAChildIsStartedGivesItTheDescriptorOrAnException() throws Exception {
    for (int i = 0; i < 50; i++) {
      Pipe pipe = Pipe.open();
      pipe.writeEnd().write(ByteBuffer.wrap("right".getBytes(UTF_8)));
      Spawn spawn = Spawn.of("head", "-c5").stdin(Stdio.of(pipe.readEnd())).stdout(Stdio.pipe());
      Thread closing = Thread.ofPlatform().start(pipe.readEnd()::close);
      Path decoy = Files.writeString(folder.resolve("decoy"), "wrong");
      try (var reused = Files.newInputStream(decoy)) {
        Child child = spawn.start();
        assertThat(child.stdout().readAllBytes()).asString(UTF_8).isEqualTo("right");
        child.stdout().close();
        assertThat(reused.read()).isEqualTo('w');
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("read end of a pipe is closed");
      }
      closing.join();
      pipe.close();
    }
  }

  @Test
  void aFileThatMakesItsOpenerWaitHoldsUpNoOtherChild() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertThat(Outcome.of(Spawn.of("mkfifo", fifo.toString())).status().isSuccess()).isTrue();
    Thread waiting =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                Spawn.of("cat").stdin(Stdio.from(fifo)).stdout(Stdio.discard()).start().waitFor();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    Eventually.until(
        "waits in open(2)",
        () ->
            Arrays.stream(waiting.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("open")));
    assertThat(Outcome.sh("exit 0").status().isSuccess()).isTrue();
    assertThat(Outcome.sh("echo x >" + fifo).status().isSuccess()).isTrue();
    waiting.join();
  }
}
