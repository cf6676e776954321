package dev.signalman.stress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.StressRun;
import dev.signalman.testkit.StressTest;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Queued signals beside a native thread that unblocks everything for itself. May be lost: the
/// order, for what that thread takes overtakes what is queued or is overtaken by it; and what it
/// takes while the pipe is full, of which each one is counted. Nothing comes twice.
@StressTest
class OpenThreadStressTest {
  private static final int EACH = 20_000;

  @Test
  @DisplayName("each signal is received once, or counted as dropped")
  void receivedOnceOrCounted() throws Exception {
    CProgram library =
        CProgram.compile(OpenThreadStressTest.class, "/c/open_thread.c", "-shared", "-fPIC");
    try (ChildJvm child = Stress.child(Receive.class).args(library.path().toString()).start()) {
      child.expect("ready");
      long begun = System.nanoTime();
      do {
        child.send(Integer.toString(EACH));
        Flood.send(child, EACH);
        assertThat(child.line())
            .matches("\\d+ received once, \\d+ dropped, 0 twice, 0 of neither, 0 unknown");
      } while (System.nanoTime() - begun < StressRun.time().toNanos());
      child.send("end");
      String result = child.line();
      System.out.println("stress: beside an open thread: " + result);
      assertThat(result).matches("[1-9]\\d* times unblocked, [1-9]\\d* out of order");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  static final class Receive {
    private static final long[] NEXT = new long[Flood.SENDERS];
    private static long disordered;

    @SuppressWarnings("restricted") // a library of C code has to be loaded and asked somehow
    public static void main(String[] args) throws Throwable {
      Linker linker = Linker.nativeLinker();
      SymbolLookup library = SymbolLookup.libraryLookup(Path.of(args[0]), Arena.global());
      MethodHandle begin =
          linker.downcallHandle(
              library.findOrThrow("open_thread_begin"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT));
      MethodHandle end =
          linker.downcallHandle(
              library.findOrThrow("open_thread_end"), FunctionDescriptor.of(ValueLayout.JAVA_LONG));
      try (SelfPipe pipe = SelfPipe.open(Flood.SIGNAL)) {
        if ((int) begin.invoke() != 0) {
          throw new IllegalStateException("no native thread");
        }
        System.out.println("ready");
        long dropped = 0;
        for (String each = Lines.next(); !each.equals("end"); each = Lines.next()) {
          dropped += receive(pipe, Integer.parseInt(each), dropped);
        }
        System.out.printf("%d times unblocked, %d out of order%n", (long) end.invoke(), disordered);
      }
    }

    /// @return how many were dropped
    private static long receive(SelfPipe pipe, int each, long droppedBefore)
        throws InterruptedException {
      BitSet seen = new BitSet();
      int received = 0;
      int twice = 0;
      int unknown = 0;
      long dropped = 0;
      while (received + dropped < (long) Flood.SENDERS * each) {
        SignalInfo info = pipe.poll(10, TimeUnit.MILLISECONDS);
        dropped = pipe.dropped() - droppedBefore;
        if (info == null) {
          continue;
        }
        int sender = (int) (info.value() >>> 32);
        int sequence = (int) info.value();
        received++;
        unknown += sender < Flood.SENDERS && sequence < each ? 0 : 1;
        twice += seen.get(sender * each + sequence) ? 1 : 0;
        seen.set(sender * each + sequence);
        disordered += sequence == NEXT[sender] ? 0 : 1;
        NEXT[sender] = sequence + 1L;
      }
      Arrays.fill(NEXT, 0);
      System.out.printf(
          "%d received once, %d dropped, %d twice, %d of neither, %d unknown%n",
          seen.cardinality(),
          dropped,
          twice,
          (long) Flood.SENDERS * each - seen.cardinality() - dropped,
          unknown);
      return dropped;
    }
  }
}
