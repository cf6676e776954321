package dev.signalman.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.testkit.ChildJvm;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallSeamTest {
  private static final int EIO = 5;

  @Test
  void aVmWithoutItSaysWhatToPass() {
    assertThat(CallSeam.ON).isFalse();
    assertThatThrownBy(() -> CallSeam.install(call -> EIO))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("-Ddev.signalman.posix.seam=true");
  }

  @Test
  void aVmWithoutItLooksForNoPlan(@TempDir Path folder) throws Exception {
    assertThat(loadedBy("nothing", folder, "-Dx=y")).doesNotContain("CallSeam$Plan");
    assertThat(loadedBy("third", folder, "-D" + CallSeam.PROPERTY + "=true"))
        .contains("CallSeam$Plan");
  }

  private static String loadedBy(String what, Path folder, String option) throws Exception {
    Path log = folder.resolve(what);
    try (ChildJvm child =
        ChildJvm.of(Calls.class).vm("-Xlog:class+load:file=" + log, option).args(what).start()) {
      child.expect("-9");
      child.exit();
    }
    return Files.readString(log, UTF_8);
  }

  @Test
  void theThirdCallFails() throws Exception {
    expect("third", "-9", "-9", "-5", "-9");
  }

  @Test
  void everyCallOfOneNameFails() throws Exception {
    expect("every", "close -5", "close -5", "fcntl -9", "close after all -9");
  }

  @Test
  void aFunctionOfTheLibraryFails() throws Exception {
    expect("library", "posix_spawnp -11", "sigaction -22", "dladdr null");
  }

  @Test
  void aCallIsHeldUp() throws Exception {
    expect("late", "held", "not yet", "let go", "-9");
  }

  @Test
  void anAllocationFails() throws Exception {
    expect("memory", "OutOfMemoryError Memory.allocate", "OutOfMemoryError Memory.allocate", "8");
  }

  @Test
  void eachCallHasTheNameThatTheKernelKnowsItBy() throws Exception {
    expect(
        "names",
        "openat fcntl rt_sigprocmask epoll_pwait ppoll signalfd4 eventfd2 sendto close_range"
            + " pidfd_open waitid timer_create rt_sigqueueinfo posix_spawnattr_init"
            + " posix_spawn_file_actions_destroy");
  }

  private static void expect(String what, String... lines) throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Calls.class).vm("-D" + CallSeam.PROPERTY + "=true").args(what).start()) {
      child.expect(lines);
      child.expectExit(0);
    }
  }

  /// A number that stands there twice would give a call the name of another.
  @Test
  void noTwoCallsHaveOneNumber() {
    List<Long> numbers =
        Arrays.stream(SyscallNumbers.class.getDeclaredFields())
            .filter(field -> field.getType() == long.class)
            .map(CallSeamTest::number)
            .toList();
    assertThat(numbers).doesNotHaveDuplicates().hasSizeGreaterThan(40);
  }

  private static long number(Field field) {
    try {
      return field.getLong(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /// Puts plans before calls.
  static final class Calls {
    private Calls() {}

    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "nothing" -> close();
        case "third" -> third();
        case "every" -> every();
        case "library" -> library();
        case "late" -> late();
        case "memory" -> memory();
        case "names" -> names();
        default -> throw new IllegalArgumentException(args[0]);
      }
    }

    private static void close() {
      System.out.println(UnistdH.close(-1));
    }

    private static void third() {
      int[] calls = new int[1];
      CallSeam.install(call -> ++calls[0] == 3 ? EIO : 0);
      for (int i = 0; i < 4; i++) {
        close();
      }
    }

    private static void every() {
      CallSeam.install(call -> call.equals("close") ? EIO : 0);
      System.out.println("close " + UnistdH.close(-1));
      System.out.println("close " + UnistdH.close(-1));
      System.out.println("fcntl " + FcntlH.fcntl(-1, FcntlH.F_GETFD, 0));
      CallSeam.install(null);
      System.out.println("close after all " + UnistdH.close(-1));
    }

    private static void library() {
      Memory block = Memory.allocate(SpawnH.OBJECT_SIZE);
      CallSeam.install(call -> call.startsWith("rt_") ? 0 : ErrnoNumbers.EAGAIN);
      System.out.println(
          "posix_spawnp " + SpawnH.posix_spawnp(block, block, block, block, block, block));
      // The library has one reason only, which is what our callers know.
      System.out.println("sigaction " + SignalH.sigaction(1, null, null));
      CallSeam.install(call -> call.equals("dladdr") ? EIO : 0);
      System.out.println("dladdr " + DlfcnH.dladdr(CFunction.of("getpid").address().address()));
    }

    private static void late() throws Exception {
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch letGo = new CountDownLatch(1);
      CallSeam.install(call -> {
        System.out.println("held");
        held.countDown();
        await(letGo);
        System.out.println("let go");
        return 0;
      });
      Thread caller = Thread.ofPlatform().start(Calls::close);
      held.await();
      System.out.println("not yet");
      letGo.countDown();
      caller.join();
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void memory() {
      CallSeam.install(call -> call.equals(CallSeam.ALLOCATION) ? ErrnoNumbers.ENOMEM : 0);
      allocate(() -> Memory.allocate(8));
      allocate(() -> Memory.string("text"));
      CallSeam.install(null);
      System.out.println(Memory.allocate(8).size());
    }

    private static void allocate(Runnable attempt) {
      try {
        attempt.run();
      } catch (OutOfMemoryError e) {
        System.out.println("OutOfMemoryError " + e.getMessage());
      }
    }

    private static void names() {
      Memory block = Memory.allocate(SpawnH.OBJECT_SIZE);
      List<String> names = new ArrayList<>();
      CallSeam.install(call -> {
        names.add(call);
        return EIO;
      });
      FcntlH.open(block, 0, 0);
      FcntlH.fcntl(-1, 0, 0);
      SignalH.pthread_sigmask(SignalH.SIG_UNBLOCK, block, null);
      EpollH.epoll_wait(-1, block, 1, 0);
      PollH.poll(block, 1, -1);
      SignalfdH.signalfd(-1, block, 0);
      EventfdH.eventfd(0, 0);
      SocketH.send(-1, block, 1, 0);
      UnistdH.close_range(-1, -1, 0);
      PidfdH.pidfd_open(0, 0);
      WaitH.waitid(0, 0, block, 0, null);
      TimerH.timer_create(0, block, block);
      SignalH.rt_sigqueueinfo(0, 0, block);
      SpawnH.attributesInit(block);
      SpawnH.actionsDestroy(block);
      System.out.println(String.join(" ", names));
    }
  }
}
