package dev.signalman.signal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.peers.Waker;
import dev.signalman.posix.EventfdH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that has used up its descriptors (RLIMIT_NOFILE), beside a thread that takes any that
/// gets free.
class NoDescriptorTest {
  private static final BitSet TAKEN =
      BitSet.valueOf(new long[] {1L << Signal.USR1.number() | 1L << Signal.RT9.number()});

  @TempDir private Path folder = Path.of("");

  @Test
  @DisplayName("a closed registration leaves its signal unblocked, with its old action")
  void registrationGivesBack() throws Exception {
    try (ChildJvm child = start("registration")) {
      child.expect("exhausted", "closed");
      assertGivenBack(child);
      Peer.kill("USR1", child.pid());
      child.expectExit(128 + Signal.USR1.number());
    }
  }

  @Test
  @DisplayName("after a self-pipe is closed its unread signals take their old action")
  void selfPipeGivesBack() throws Exception {
    try (ChildJvm child = start("pipe")) {
      child.expect("exhausted");
      Peer.queue(Integer.toString(Signal.RT9.number()), 7, child.pid());
      Eventually.until(
          "RT9 waits in the kernel",
          () -> ProcFs.process(child.pid()).sharedPending().get(Signal.RT9.number()));
      child.send("close");
      child.expectExit(128 + Signal.RT9.number());
    }
  }

  @Test
  @DisplayName("ignore ends the claim and takes effect")
  void ignoreEndsTheClaim() throws Exception {
    try (ChildJvm child = start("ignore")) {
      child.expect("exhausted", "closed");
      assertGivenBack(child);
      assertThat(ProcFs.process(child.pid()).ignored().get(Signal.USR1.number())).isTrue();
      child.send("end");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("a claim works, or names the limit and changes nothing")
  void claimWorksOrNamesTheLimit() throws Exception {
    try (ChildJvm child = start("claim")) {
      child.expect(
          "exhausted",
          "epoll_create1(EPOLL_CLOEXEC): EMFILE (Too many open files); the limit is RLIMIT_NOFILE,"
              + " see ulimit -n");
      assertThat(ProcFs.process(child.pid()).caught().get(Signal.ALRM.number())).isFalse();
      Eventually.until(
          "no thread blocks ALRM",
          () ->
              ProcFs.masks(child.pid()).values().stream()
                  .noneMatch(mask -> mask.get(Signal.ALRM.number())));
      child.send("go on");
      child.expect("subscribed RT9");
      assertThat(ProcFs.process(child.pid()).caught().get(Signal.RT9.number())).isTrue();
      child.send("end");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("MASK-21: unblocking delivers all signals that are pending for the thread")
  void unblocks() throws Exception {
    try (ChildJvm child = start("unblock")) {
      String tid = child.line();
      child.expect("exhausted");
      Waker.signalThread(child.pid(), tid, Signal.USR1);
      Waker.signalThread(child.pid(), tid, Signal.RT9);
      child.send("unblock");
      child.expect("USR1 RT9");
      child.send("end");
      child.expectExit(0);
    }
  }

  private ChildJvm start(String what) throws Exception {
    return ChildJvm.of(Exhausted.class)
        .jar(folder)
        .prefix("prlimit", "--nofile=64")
        .args(what)
        .start();
  }

  private static void assertGivenBack(ChildJvm child) throws Exception {
    // Not at once: the last thread with spare descriptors, and any that the VM starts, may still
    // block everything.
    Eventually.until(
        "no thread blocks what was given back",
        () -> {
          Collection<BitSet> masks = ProcFs.masks(child.pid()).values();
          return !masks.isEmpty() && masks.stream().noneMatch(mask -> mask.intersects(TAKEN));
        });
    assertThat(ProcFs.process(child.pid()).caught().intersects(TAKEN)).isFalse();
  }

  static final class Exhausted {
    private static final SynchronousQueue<SignalInfo> HANDLED = new SynchronousQueue<>();

    private Exhausted() {}

    public static void main(String[] args) throws Exception {
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      switch (args[0]) {
        case "registration" -> {
          SignalRegistration registration = handled();
          exhaust();
          registration.close();
          System.out.println("closed");
        }
        case "ignore" -> {
          SignalRegistration _ = handled();
          exhaust();
          Signals.ignore(Signal.USR1);
          System.out.println("closed");
        }
        case "unblock" -> {
          SignalSet both = SignalSet.of(Signal.USR1, Signal.RT9);
          SelfPipe pipe = SelfPipe.open(both);
          System.out.println(ThisThread.tid());
          exhaust();
          in.readLine();
          SignalMask.unblock(both);
          System.out.println(pipe.take().signal() + " " + pipe.take().signal());
        }
        case "pipe" -> {
          SelfPipe pipe = SelfPipe.open(Signal.RT9);
          exhaust();
          in.readLine();
          try {
            pipe.close();
          } finally {
            Runtime.getRuntime().halt(3); // an ending thread takes what it did not block at first
          }
        }
        default -> {
          SignalQueue _ = Signals.queue(Signal.USR1); // the first handler is still to come
          exhaust();
          System.out.println(refused());
          in.readLine();
          SignalRegistration _ = Signals.handle(Signal.RT9, HANDLED::put);
          Signals.raise(Signal.RT9);
          System.out.println("subscribed " + HANDLED.take().signal());
        }
      }
      in.readLine();
      System.exit(0);
    }

    private static SignalRegistration handled() throws InterruptedException {
      SignalRegistration registration = Signals.handle(Signal.USR1, HANDLED::put);
      Signals.raise(Signal.USR1);
      HANDLED.take();
      return registration;
    }

    private static String refused() {
      try {
        SelfPipe.open(Signal.ALRM).close();
        return "not refused";
      } catch (PosixException e) {
        return String.valueOf(e.getMessage());
      }
    }

    /// Takes all free descriptors, and continues to take those that become free.
    private static void exhaust() throws InterruptedException {
      CountDownLatch exhausted = new CountDownLatch(1);
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            while (true) {
              if (EventfdH.eventfd(0, 0) < 0) {
                exhausted.countDown();
              }
            }
          });
      exhausted.await();
      System.out.println("exhausted");
    }
  }
}
