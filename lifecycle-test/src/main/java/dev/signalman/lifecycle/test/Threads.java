package dev.signalman.lifecycle.test;

import dev.signalman.lifecycle.world.Inhabitant;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Waits for the threads of a lifecycle, in real time. Nothing tells whether a thread will ever
/// continue, so one that has waited for a while counts as one that hangs.
final class Threads {
  private static final long WAITING = Duration.ofMillis(50).toNanos();

  private final long busy;
  private final long patience;

  /// Those that were busy for so long that they are not waited for any more.
  private final Set<Thread> endless = new HashSet<>();

  /// @param busy how long a thread may be at work before it counts as one that hangs
  /// @param patience how long [#await] waits
  Threads(Duration busy, Duration patience) {
    this.busy = busy.toNanos();
    this.patience = patience.toNanos();
  }

  /// Returns when no thread makes progress.
  void settle(Inhabitant lifecycle) throws InterruptedException {
    long began = System.nanoTime();
    Map<Thread, Long> waitingSince = new HashMap<>();
    while (!isSettled(lifecycle, waitingSince, System.nanoTime() - began > busy)) {
      Thread.sleep(1);
    }
  }

  private boolean isSettled(Inhabitant lifecycle, Map<Thread, Long> waitingSince, boolean tooLong) {
    boolean settled = true;
    for (Thread thread : lifecycle.atWork().values()) {
      settled &= thread == null ? tooLong : hangs(thread, waitingSince, tooLong);
    }
    return settled && lifecycle.isIdle();
  }

  private boolean hangs(Thread thread, Map<Thread, Long> waitingSince, boolean tooLong) {
    boolean waits =
        switch (thread.getState()) {
          case BLOCKED, WAITING, TIMED_WAITING -> true;
          case NEW, RUNNABLE -> false;
          case TERMINATED -> true; // it waits for its abort
        };
    if (!waits) {
      waitingSince.remove(thread);
      if (tooLong) {
        endless.add(thread);
      }
      return endless.contains(thread);
    }
    long now = System.nanoTime();
    Long since = waitingSince.putIfAbsent(thread, now);
    return since != null && now - since >= WAITING;
  }

  /// Waits until something holds.
  ///
  /// @throws AssertionError with the stacks of all threads at work, if it takes too long
  void await(String what, Inhabitant lifecycle, BooleanSupplier condition)
      throws InterruptedException {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - began > patience) {
        throw new AssertionError(what + " has not come; " + atWork(lifecycle));
      }
      Thread.sleep(1);
    }
  }

  private static String atWork(Inhabitant lifecycle) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, @Nullable Thread> each : lifecycle.atWork().entrySet()) {
      text.append(System.lineSeparator()).append(each.getKey());
      Thread thread = each.getValue();
      if (thread != null) {
        for (StackTraceElement frame : thread.getStackTrace()) {
          text.append(System.lineSeparator()).append("    at ").append(frame);
        }
      }
    }
    return text.isEmpty() ? "no task runs: advance the time" : "at work:" + text;
  }
}
