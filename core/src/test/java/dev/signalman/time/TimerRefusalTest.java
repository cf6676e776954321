package dev.signalman.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.internal.peers.Waker;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.RunsAlone;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a timer refuses. No timer here ever expires, so that most tests need no child. One reaches
/// the limit of timers and queued signals, which the kernel counts for the whole user.
@RunsAlone
class TimerRefusalTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TOO_LONG = Duration.ofDays(300 * 366);

  private static SignalTimer timer() throws IOException {
    return SignalTimer.create(TimerClock.MONOTONIC, Signal.RT1, 0);
  }

  @ParameterizedTest
  @EnumSource(names = {"KILL", "STOP", "SEGV", "ILL", "FPE", "BUS", "RT28"})
  @DisplayName("TMR-04: a signal that no program can receive is refused")
  void unreceivableSignal(Signal signal) {
    assertThatThrownBy(() -> SignalTimer.create(TimerClock.MONOTONIC, signal, 0))
        .isInstanceOf(ReservedSignalException.class)
        .hasMessageStartingWith(signal.fullName() + " cannot be sent by a timer: ");
  }

  @Test
  @DisplayName("TMR-04: the error names a clock that the kernel does not have")
  void clockThatTheKernelLacks() throws Exception {
    int boottime = 7;
    int processCpu = 2;
    try (ChildJvm child = lacking(boottime, TimerClock.BOOTTIME)) {
      child.expect("this kernel has no timers on the clock BOOTTIME", "MONOTONIC works");
    }
    try (ChildJvm child = lacking(processCpu, TimerClock.PROCESS_CPU)) {
      child.expect("this kernel has no timers on the clock PROCESS_CPU", "MONOTONIC works");
      child.expect("this kernel has no clock PROCESS_CPU: EINVAL (Invalid argument)");
    }
  }

  private static ChildJvm lacking(int number, TimerClock clock) throws Exception {
    String id = Integer.toString(number);
    CProgram lack = Waker.program("lack.c");
    Assumptions.assumeTrue(
        lack.start(id, "true").exit() == 0, "skipped: system calls cannot be filtered here");
    return ChildJvm.of(TimerRefusalProgram.class)
        .prefix(lack.path().toString(), id)
        .args("lacking", clock.name())
        .start();
  }

  @Test
  @DisplayName("TMR-13: invalid times are refused, and the timer keeps its state")
  void badTimes() throws Exception {
    try (SignalTimer timer = timer()) {
      timer.start(MINUTE, Duration.ofSeconds(7));
      Duration zero = Duration.ZERO;
      for (Duration bad :
          List.of(Duration.ofNanos(-1), Duration.ofSeconds(-1), Duration.ofDays(-9))) {
        refused(() -> timer.start(bad), "the delay cannot be negative: " + bad);
        refused(() -> timer.start(bad, MINUTE), "the delay cannot be negative: " + bad);
        refused(() -> timer.start(MINUTE, bad), "the interval cannot be negative: " + bad);
        refused(() -> timer.startAt(bad, zero), "the time cannot be negative: " + bad);
        refused(() -> timer.startAt(MINUTE, bad), "the interval cannot be negative: " + bad);
      }
      for (Duration bad : List.of(TOO_LONG, Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))) {
        refused(() -> timer.start(bad), "the delay cannot be longer than 292 years");
        refused(() -> timer.start(MINUTE, bad), "the interval cannot be longer than 292 years");
        refused(() -> timer.startAt(bad, zero), "the time cannot be longer than 292 years");
      }
      Setting setting = timer.get();
      assertThat(setting.interval()).isEqualTo(Duration.ofSeconds(7));
      assertThat(setting.left()).isPositive().isLessThanOrEqualTo(MINUTE);
    }
  }

  @Test
  void badMoments() throws Exception {
    try (SignalTimer wall = SignalTimer.create(TimerClock.REALTIME, Signal.RT1, 0)) {
      refused(() -> wall.startAt(Instant.EPOCH.minusNanos(1)), "the time cannot be negative: PT");
      refused(() -> wall.startAt(Instant.MIN), "the time cannot be negative: PT");
      refused(() -> wall.startAt(Instant.MAX), "the time cannot be longer than 292 years");
      assertThat(wall.get()).isEqualTo(Setting.STOPPED);
    }
    try (SignalTimer timer = timer()) {
      assertThatThrownBy(() -> timer.startAt(Instant.now()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a timer by the clock MONOTONIC knows no wall-clock time");
    }
  }

  private static void refused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void longestTimeIsKept() throws Exception {
    Duration longest = Duration.ofDays(292 * 365);
    for (TimerClock clock : TimerClock.values()) {
      try (SignalTimer timer = SignalTimer.create(clock, Signal.RT1, 0)) {
        timer.start(longest, longest);
        Setting setting = timer.stop();
        assertThat(setting.interval()).as("interval by %s", clock).isEqualTo(longest);
        assertThat(setting.left())
            .as("left by %s", clock)
            .isBetween(longest.minusSeconds(60), longest.plusSeconds(1));
      }
    }
  }

  @Test
  void closedTimer() throws Exception {
    SignalTimer timer = timer();
    timer.start(MINUTE);
    timer.close();
    timer.close();
    List<Runnable> calls =
        List.of(
            timer::id,
            timer::get,
            timer::stop,
            () -> timer.start(MINUTE),
            () -> timer.start(MINUTE, MINUTE),
            () -> timer.startAt(MINUTE, MINUTE));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("SignalTimer MONOTONIC RT1 value 0 is closed");
    }
    assertThat(timer.value()).isZero();
    assertThat(timer.signal()).isEqualTo(Signal.RT1);
    assertThat(timer.clock()).isEqualTo(TimerClock.MONOTONIC);
  }

  @Test
  @DisplayName(
      "TMR-23: at the limit of timers creation fails with EAGAIN, and works again after a close")
  void limitOfTimers() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(TimerRefusalProgram.class)
            .prefix("prlimit", "--sigpending=300")
            .args("limit")
            .start()) {
      assertThat(child.line())
          .matches(
              "timer_create\\(MONOTONIC, RT1\\) with \\d+ of 300 timers and queued signals in use"
                  + " \\(RLIMIT_SIGPENDING\\): EAGAIN \\(Resource temporarily unavailable\\)");
      child.expect("created again");
    }
  }

  @Test
  void timersThatAreForbiddenAltogether() throws Exception {
    Assumptions.assumeTrue(
        System.getProperty("os.arch").equals("amd64"),
        "skipped: the number of the system call is that of x86-64");
    String timerCreate = "222";
    CProgram deny = Waker.program("deny.c");
    try (ChildJvm child =
        ChildJvm.of(TimerRefusalProgram.class)
            .prefix(deny.path().toString(), timerCreate)
            .args("forbidden")
            .start()) {
      child.expect("timer_create(MONOTONIC, RT1): ENOSYS (Function not implemented)");
    }
  }

  @Test
  @DisplayName("TMR-03: a virtual thread has no CPU clock")
  void cpuClockOfAVirtualThread() throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              assertNoClock(() -> SignalTimer.create(TimerClock.THREAD_CPU, Signal.RT1, 0));
              assertNoClock(TimerClock.THREAD_CPU::now);
            },
            null);
    Thread.ofVirtual().start(task);
    task.get();
  }

  private static void assertNoClock(Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("a virtual thread has no CPU clock of its own; use a platform thread");
  }

  @Test
  void cpuClockOfAThreadThatHasEnded() throws Exception {
    FutureTask<SignalTimer> task =
        new FutureTask<>(() -> SignalTimer.create(TimerClock.THREAD_CPU, Signal.RT1, 0));
    Thread.ofPlatform().start(task);
    try (SignalTimer timer = task.get()) {
      // The kernel's part of a thread ends a little later than Java's.
      assertThatThrownBy(() -> Eventually.until("the thread has ended", () -> !started(timer)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "SignalTimer THREAD_CPU RT1 value 0 has nothing to measure any more: the thread that"
                  + " made it has ended");
      assertThat(timer.get()).isEqualTo(Setting.STOPPED);
    }
  }

  private static boolean started(SignalTimer timer) {
    timer.start(MINUTE);
    return true;
  }
}
