package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.ProcFs;
import java.util.BitSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A process that is stopped for an hour in the middle of a claim or of a release, as its clock
/// shows when it continues.
class StoppedClaimTest {
  private static final int LOOKS = 20;

  @Test
  void timeSpentStoppedDoesNotCount() throws Exception {
    try (ChildJvm child = ChildJvm.start(Stopped.class)) {
      for (int look = 1; look <= LOOKS; look++) {
        child.expect("stopped before look " + look + ": blocked everywhere, then nowhere");
      }
      child.expectExit(0);
    }
  }

  static final class Stopped {
    private static final long HOUR = 3_600_000_000_000L;

    private static int looks;
    private static int stop;

    private Stopped() {}

    private static long clock() {
      return System.nanoTime() + (++looks > stop ? HOUR : 0);
    }

    public static void main(String[] args) throws Exception {
      MaskBroadcast broadcast = new MaskBroadcast(HandlerPage.map(), true, Stopped::clock);
      long bits = SignalSet.of(Signal.RT9).mask();
      for (stop = 1; stop <= LOOKS; stop++) {
        looks = 0;
        broadcast.prepare(bits);
        broadcast.block(bits, 0, bits);
        boolean everywhere = settled().allMatch(mask -> mask.get(Signal.RT9.number()));
        looks = 0;
        broadcast.unblock(bits, 0);
        boolean nowhere = settled().noneMatch(mask -> mask.get(Signal.RT9.number()));
        System.out.printf(
            "stopped before look %d: blocked %s, then %s%n",
            stop, everywhere ? "everywhere" : "not everywhere", nowhere ? "nowhere" : "somewhere");
      }
    }

    /// Without the threads that block everything for a moment, as each does that begins or ends.
    private static Stream<BitSet> settled() throws Exception {
      return ProcFs.masks(ProcessHandle.current().pid()).values().stream()
          .filter(mask -> mask.cardinality() < 50);
    }
  }
}
