package dev.signalman.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signals where the kernel, a container or a sandbox lacks what the engine would like to use.
class SparseKernelTest {
  private static final String EPOLL_PWAIT2 = "441";
  private static final String PIDFD_OPEN = "434";
  private static final String PIDFD_SEND_SIGNAL = "424";
  private static final String EVENTFD = "284";
  private static final String EVENTFD2 = "290";
  private static final String EPOLL_CREATE1 = "291";
  private static final String SIGNALFD = "282";
  private static final String SIGNALFD4 = "289";
  private static final String TGKILL = "234";
  private static final String WAITID = "247";

  /// What filters answer that do not know a call.
  private static final int EPERM = 1;

  private static final int EINVAL = 22;

  @ParameterizedTest
  @ValueSource(strings = {"", ":" + EPERM})
  void withoutSignalfdTheHandlerCodeDeliversAlone(String answer) throws Exception {
    assumeX86();
    try (ChildJvm child = without(SIGNALFD + answer, SIGNALFD4 + answer)) {
      child.expect("HANDLER_ONLY pidfd true");
      assertThat(child.line()).startsWith("signalfd: ");
      receivesAll(child);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":" + EPERM})
  void withoutPidfdAndFineTimeoutsAllElseWorks(String answer) throws Exception {
    try (ChildJvm child = without(PIDFD_OPEN + answer, EPOLL_PWAIT2 + answer)) {
      child.expect("FULL pidfd false");
      assertThat(child.line()).startsWith("pidfd_open: ");
      receivesAll(child);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":" + EPERM})
  void withoutEventfdPipesWake(String answer) throws Exception {
    assumeX86();
    try (ChildJvm child = without(EVENTFD + answer, EVENTFD2 + answer)) {
      child.expect("FULL pidfd true");
      receivesAll(child);
    }
  }

  @Test
  void withoutEpollTheVmDelivers() throws Exception {
    assumeX86();
    try (ChildJvm child = without(EPOLL_CREATE1)) {
      child.expect("PORTABLE pidfd false");
      child.expectExit(1); // there are no real-time signals
      assertThat(child.errors())
          .anyMatch(line ->
              line.contains(
                  "PORTABLE, which is used because of a filter of system calls that refuses"
                      + " epoll_create1; it needs Java 25 and Linux"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":" + EPERM})
  void withoutSignalsToThreadsTheHandlerCodeDeliversAlone(String answer) throws Exception {
    assumeX86();
    try (ChildJvm child = without(TGKILL + answer)) {
      child.expect("HANDLER_ONLY pidfd true");
      assertThat(child.line()).startsWith("tgkill: ");
      receivesAll(child);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":" + EPERM})
  void withoutSignalsByDescriptorAllElseWorks(String answer) throws Exception {
    try (ChildJvm child = without(PIDFD_SEND_SIGNAL + answer)) {
      child.expect("FULL pidfd false");
      assertThat(child.line()).startsWith("pidfd_send_signal: ");
      receivesAll(child);
    }
  }

  /// ENOSYS and EPERM from filters, EINVAL from Linux 5.3.
  @ParameterizedTest
  @ValueSource(strings = {"", ":" + EPERM, ":" + EINVAL})
  void withoutWaitsByDescriptorItIsNamed(String answer) throws Exception {
    assumeX86();
    try (ChildJvm child = without(WAITID + answer)) {
      child.expect("FULL pidfd false");
      assertThat(child.line()).startsWith("waitid(P_PIDFD): ");
      receivesAll(child);
    }
  }

  @Test
  void withoutProcTheHandlerCodeDeliversAlone() throws Exception {
    String[] hide = {"unshare", "-m", "sh", "-c", "mount -t tmpfs none /proc && exec \"$@\"", "sh"};
    Assumptions.assumeTrue(
        Peer.run(command(hide, "true")).status() == 0,
        "skipped: needs root, to start a program that has no /proc");
    try (ChildJvm child =
        ChildJvm.of(Everything.class)
            .prefix(hide)
            .env("LD_LIBRARY_PATH", System.getProperty("java.home") + "/lib")
            .start()) {
      child.expect("HANDLER_ONLY pidfd true");
      assertThat(child.line()).startsWith("/proc/self/task: ");
      receivesAll(child);
    }
  }

  private static String[] command(String[] prefix, String program) {
    String[] command = Arrays.copyOf(prefix, prefix.length + 1);
    command[prefix.length] = program;
    return command;
  }

  private static void assumeX86() {
    Assumptions.assumeTrue(
        System.getProperty("os.arch").equals("amd64"),
        "skipped: the numbers of these system calls are those of x86-64");
  }

  private static ChildJvm without(String... systemCalls) throws Exception {
    CProgram deny = CProgram.compile(SparseKernelTest.class, "/c/deny.c");
    ChildJvm.Builder builder = ChildJvm.of(Everything.class).prefix(deny.path().toString());
    return builder.prefix(systemCalls).start();
  }

  private static void receivesAll(ChildJvm child) throws InterruptedException {
    child.expect("pipe 5", "pipe 6", "pipe SIGTERM", "pipe null", "queue 7");
    child.expect("closed", "again 8");
    child.expectExit(0);
  }

  /// Receives in each way, from itself.
  static final class Everything {
    private Everything() {}

    public static void main(String[] args) throws Exception {
      System.out.println(
          Signals.capabilities().mode() + " pidfd " + Signals.capabilities().pidfd());
      Signals.capabilities().missing().forEach(System.out::println);
      boolean full = Signals.capabilities().cause().isEmpty();
      if (Signals.capabilities().inOrder() != full || Signals.capabilities().lossless() != full) {
        System.out.println("promises and cause differ: " + Signals.capabilities());
      }
      long self = ProcessHandle.current().pid();
      try (SelfPipe pipe = SelfPipe.open(Signal.RT8, Signal.TERM);
          SignalQueue queue = Signals.queue(Signal.RT9)) {
        Signals.send(self, Signal.RT8, 5);
        System.out.println("pipe " + pipe.take().value());
        Signals.send(self, Signal.RT8, 6);
        System.out.println("pipe " + pipe.take().value());
        Signals.send(self, Signal.TERM);
        System.out.println("pipe " + pipe.take().signal().fullName());
        System.out.println("pipe " + pipe.poll(Duration.ofMillis(5)));
        Signals.send(self, Signal.RT9, 7);
        System.out.println("queue " + queue.take().value());
      }
      System.out.println("closed");
      try (SelfPipe pipe = SelfPipe.open(Signal.RT8)) {
        Signals.send(self, Signal.RT8, 8);
        System.out.println("again " + pipe.take().value());
      }
    }
  }
}
