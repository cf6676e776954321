package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Claims and releases in a process whose other threads have masks of their own, or come and go.
class OtherThreadsTest {
  @ParameterizedTest(
      name = "FD-15: a thread that blocks {0} prevents no claim of {1} and no close()")
  @CsvSource({
    "all, USR1 RT0",
    "all, QUIT USR2 URG",
    "URG, USR1 RT0",
    "WINCH, RT0",
    "USR1 URG WINCH, USR1 TERM",
    "USR1, USR1",
  })
  void threadsWithMasksOfTheirOwn(String blocked, String claimed) throws Exception {
    try (ChildJvm child = ChildJvm.start(BesideABlocker.class, blocked, claimed)) {
      child.send("begin"); // by then the VM has opened the jar of what reads it, and keeps it open
      child.expect("ready");
      Map<Long, BitSet> before = ProcFs.masks(child.pid());
      Map<Integer, String> descriptors = ProcFs.descriptors(child.pid());
      child.send("open");
      child.expect("open");
      for (String name : claimed.split(" ", -1)) {
        Peer.kill(Integer.toString(Signal.parse(name).number()), child.pid());
        child.expect(name);
      }
      child.send("close");
      child.expect("closed");
      Map<Long, BitSet> after = ProcFs.masks(child.pid());
      after.keySet().retainAll(before.keySet());
      before.keySet().retainAll(after.keySet());
      after.forEach(
          (tid, mask) -> forgiveDeaf(before.getOrDefault(tid, new BitSet()), mask, set(claimed)));
      assertThat(after).isEqualTo(before);
      ProcFs.awaitNoFurtherDescriptor(child.pid(), descriptors);
    }
  }

  /// A thread that blocks all that it could be set up with may have taken a claimed signal once.
  /// That blocked it there, and nothing can unblock it any more.
  private static void forgiveDeaf(BitSet before, BitSet after, SignalSet claimed) {
    if (before.get(Signal.URG.number()) && before.get(Signal.WINCH.number())) {
      for (Signal signal : claimed) {
        after.set(signal.number(), before.get(signal.number()));
      }
    }
  }

  static final class BesideABlocker {
    public static void main(String[] args) throws Exception {
      SelfPipe.open(Signal.CHLD).close();
      startBlocking(args[0].equals("all") ? -1L : set(args[0]).mask());
      Lines.next();
      System.out.println("ready");
      Lines.next();
      try (SelfPipe pipe = SelfPipe.open(set(args[1]))) {
        System.out.println("open");
        for (int i = 0; i < set(args[1]).size(); i++) {
          System.out.println(pipe.take().signal());
        }
        Lines.next();
      }
      System.out.println("closed");
      Lines.next();
    }
  }

  private static SignalSet set(String names) {
    SignalSet set = SignalSet.none();
    for (String name : names.split(" ", -1)) {
      set = set.with(Signal.parse(name));
    }
    return set;
  }

  /// As a native library does with threads of its own; returns when the mask stands.
  private static void startBlocking(long mask) throws InterruptedException {
    CountDownLatch stands = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          Memory set = Memory.allocate(128).putLong(0, mask);
          SignalH.pthread_sigmask(SignalH.SIG_BLOCK, set, null);
          stands.countDown();
          sleep();
        });
    stands.await();
  }

  private static void sleep() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @DisplayName(
      "FD-15: if a thread cannot be set up, a real-time claim is refused and changes nothing")
  void aThreadThatCannotBeSetUp() throws Exception {
    try (ChildJvm child = ChildJvm.start(BesideADeafThread.class)) {
      child.expect("ready");
      Map<Long, BitSet> before = ProcFs.masks(child.pid());
      BitSet caught = ProcFs.process(child.pid()).caught();
      child.send("open");
      assertThat(child.line())
          .startsWith("IllegalStateException: cannot block signals in 1 threads")
          .contains("SIGURG or SIGWINCH");
      assertThat(ProcFs.masks(child.pid())).isEqualTo(before);
      assertThat(ProcFs.process(child.pid()).caught()).isEqualTo(caught);
      child.send("open");
      child.expect("null");
    }
  }

  static final class BesideADeafThread {
    public static void main(String[] args) throws Exception {
      SelfPipe.open(Signal.CHLD).close();
      startBlocking(SignalSet.of(Signal.URG, Signal.WINCH).mask());
      System.out.println("ready");
      Lines.next();
      try {
        SelfPipe.open(Signal.USR1, Signal.RT0).close();
      } catch (IllegalStateException e) {
        System.out.println("IllegalStateException: " + e.getMessage());
      }
      Lines.next();
      System.out.println(SelfPipe.open(Signal.USR1, Signal.TERM).poll());
      Lines.next();
    }
  }

  @Test
  @DisplayName("FD-15: claims and releases while threads and processes start miss no thread")
  void whileThreadsAndProcessesStart() throws Exception {
    try (ChildJvm child = ChildJvm.start(ChurnAndClaim.class)) {
      String result = child.line();
      assertThat(result).startsWith("40 claims, 0 threads missed");
      System.out.println("FD-15 churn: " + result);
    }
  }

  static final class ChurnAndClaim {
    private static final AtomicBoolean DONE = new AtomicBoolean();
    private static final AtomicLong STARTED = new AtomicLong();
    private static final AtomicLong SPAWNED = new AtomicLong();

    public static void main(String[] args) throws Exception {
      List<Thread> churners = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        churners.add(Thread.ofPlatform().start(ChurnAndClaim::startThreads));
      }
      churners.add(Thread.ofPlatform().start(ChurnAndClaim::startProcesses));
      SignalSet claimed = set("HUP INT QUIT USR1 USR2 TERM URG RT0 RT30");
      SignalSet kept = claimed.minus(set("HUP INT QUIT USR2 TERM URG"));
      int missed = 0;
      for (int i = 0; i < 40; i++) {
        try (SelfPipe pipe = SelfPipe.open(claimed)) {
          missed += pipe.isOpen() ? count(kept, false) : 1;
        }
        missed += count(kept, true);
      }
      DONE.set(true);
      for (Thread churner : churners) {
        churner.join();
      }
      System.out.printf(
          "40 claims, %d threads missed, beside %d threads and %d processes%n",
          missed, STARTED.get(), SPAWNED.get());
    }

    /// The threads that block one of `signals`, or that do not, and stay so. Those that block
    /// everything are just starting. As a thread ends HotSpot gives it the mask that it began with.
    private static int count(SignalSet signals, boolean blocked) throws Exception {
      long self = ProcessHandle.current().pid();
      int count = 0;
      for (Map.Entry<Long, BitSet> thread : ProcFs.masks(self).entrySet()) {
        long end = System.nanoTime() + 2_000_000_000L;
        BitSet mask = thread.getValue();
        while (differs(mask, signals, blocked) && System.nanoTime() < end) {
          mask = ProcFs.masks(self).getOrDefault(thread.getKey(), new BitSet());
          mask = mask.isEmpty() && !ProcFs.hasThread(self, thread.getKey()) ? everything() : mask;
        }
        count += differs(mask, signals, blocked) ? 1 : 0;
      }
      return count;
    }

    private static BitSet everything() {
      BitSet mask = new BitSet();
      mask.set(1, 64);
      return mask;
    }

    private static boolean differs(BitSet mask, SignalSet signals, boolean blocked) {
      boolean starting = mask.cardinality() > 50;
      return !starting && signals.stream().anyMatch(signal -> mask.get(signal.number()) == blocked);
    }

    private static void startThreads() {
      try {
        while (!DONE.get()) {
          Thread one = Thread.ofPlatform().start(() -> {});
          Thread two = Thread.ofPlatform().start(STARTED::incrementAndGet);
          one.join();
          two.join();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private static void startProcesses() {
      try {
        while (!DONE.get()) {
          int status = new ProcessBuilder("true").start().waitFor();
          SPAWNED.addAndGet(status == 0 ? 1 : -1_000_000);
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
