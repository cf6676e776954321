package dev.signalman.bench.peer;

import dev.signalman.Signal;
import dev.signalman.bench.Board;
import dev.signalman.signal.Signals;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Sends one signal at a time to its own process: the next only after the reader has noted the
/// last. The same steps as in `bench/peers/pace.h`.
final class Pace {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

  private Pace() {}

  static void send(Board board, Signal signal, long count, long pause) {
    for (long i = 0; i < count; i++) {
      long n = board.arrivals();
      long sent = System.nanoTime();
      Signals.raise(signal);
      board.sent(n, sent);
      rest(pause);
      for (int late = 0; board.arrivals() == n; late++) {
        if (System.nanoTime() - sent > PATIENCE) {
          throw new IllegalStateException("signal " + i + " did not arrive within 5 s");
        }
        rest(pause);
        if (late == 0) {
          rest(pause);
        }
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // sched_yield(2), as in the C sender
  private static void rest(long pause) {
    if (pause > 0) {
      LockSupport.parkNanos(pause);
    } else if (pause < 0) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < -pause) {
        // Not onSpinWait(), which made the next kill() 0.3 us slower; the C sender has none either.
      }
    } else {
      Thread.yield();
    }
  }
}
