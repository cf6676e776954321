package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.ProcFs;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Threads that unblock a claimed signal behind the engine's back, as native libraries may. Each
/// takes one instance through the handler code and is masked again by that.
class UnmaskedThreadsTest {
  private static final int THREADS = 150;
  private static final long LAST = 1_000_000;

  @Test
  void signalsThatTheyTookComeBeforeLaterOnes() throws Exception {
    try (ChildJvm child = ChildJvm.start(Unmasked.class)) {
      child.expect("ready");
      CPeers.send("sequence", child.pid(), Signal.RT8, 0, THREADS);
      child.expect("masked again");
      CPeers.send("queue", child.pid(), Signal.RT8, LAST);
      child.send("go");
      child.expect(THREADS + " before the last");
      child.expectExit(0);
    }
  }

  /// Reads what many such threads took.
  static final class Unmasked {
    private static final List<Integer> THREAD_IDS = new CopyOnWriteArrayList<>();

    private Unmasked() {}

    public static void main(String[] args) throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.RT8)) {
        for (int i = 0; i < THREADS; i++) {
          Thread.ofPlatform().daemon().start(Unmasked::unmask);
        }
        Eventually.until("all are there", () -> THREAD_IDS.size() == THREADS);
        System.out.println("ready");
        Eventually.until("each has taken one", Unmasked::isEachMasked);
        System.out.println("masked again");
        System.in.read();
        int before = 0;
        while (pipe.take().value() != LAST) {
          before++;
        }
        System.out.println(before + " before the last");
      }
    }

    private static void unmask() {
      Memory set = Memory.allocate(128).putLong(0, 1L << (Signal.RT8.number() - 1));
      SignalH.pthread_sigmask(SignalH.SIG_UNBLOCK, set, null);
      THREAD_IDS.add(UnistdH.gettid());
      while (true) {
        LockSupport.park();
      }
    }

    private static boolean isEachMasked() throws Exception {
      for (int thread : THREAD_IDS) {
        if (!ProcFs.thread(UnistdH.getpid(), thread).blocked().get(Signal.RT8.number())) {
          return false;
        }
      }
      return true;
    }
  }
}
