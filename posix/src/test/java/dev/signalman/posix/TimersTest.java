package dev.signalman.posix;

import static dev.signalman.posix.ErrnoNumbers.EINVAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import org.junit.jupiter.api.Test;

/// Interval timers, POSIX timers, clocks and prctl.
class TimersTest {
  private static final int SIGEV_NONE = 1;
  private static final int NO_CLOCK = 999;

  @Test
  void anIntervalTimerTellsWhatItWasSetTo() throws Exception {
    try (ChildJvm child = ChildJvm.of(ProcessState.class).args("itimer").start()) {
      child.expect("9 7 8", "9 7 8");
      child.expectExit(0);
    }
  }

  @Test
  void intervalTimersNameTheirErrors() {
    Memory value = Memory.allocate(TimeH.ITIMERVAL_SIZE);
    assertThat(TimeH.getitimer(99, value)).isEqualTo(-EINVAL);
    assertThat(TimeH.setitimer(99, value, null)).isEqualTo(-EINVAL);
    value.putLong(TimeH.VALUE_MICROS, 1_000_000);
    assertThat(TimeH.setitimer(TimeH.ITIMER_REAL, value, null)).isEqualTo(-EINVAL);
  }

  @Test
  void aTimerTellsWhatItWasSetTo() {
    Memory event = Memory.allocate(TimerH.SIGEVENT_SIZE).putInt(TimerH.SIGEV_NOTIFY, SIGEV_NONE);
    Memory id = Memory.allocate(4);
    assertThat(TimerH.timer_create(TimerH.CLOCK_MONOTONIC, event, id)).isZero();
    int timer = id.getInt(0);
    Memory value =
        Memory.allocate(TimerH.ITIMERSPEC_SIZE)
            .putLong(TimerH.VALUE_SECONDS, 1_000)
            .putLong(TimerH.INTERVAL_SECONDS, 7)
            .putLong(TimerH.INTERVAL_NANOS, 8);
    assertThat(TimerH.timer_settime(timer, 0, value, null)).isZero();
    Memory present = Memory.allocate(TimerH.ITIMERSPEC_SIZE);
    assertThat(TimerH.timer_gettime(timer, present)).isZero();
    assertThat(present.getLong(TimerH.VALUE_SECONDS)).isBetween(900L, 1_000L);
    assertThat(present.getLong(TimerH.INTERVAL_SECONDS)).isEqualTo(7);
    assertThat(present.getLong(TimerH.INTERVAL_NANOS)).isEqualTo(8);
    assertThat(TimerH.timer_delete(timer)).isZero();
    assertThat(TimerH.timer_delete(timer)).isEqualTo(-EINVAL);
  }

  @Test
  void timersAndClocksNameTheirErrors() {
    Memory event = Memory.allocate(TimerH.SIGEVENT_SIZE).putInt(TimerH.SIGEV_SIGNO, 65);
    Memory id = Memory.allocate(4);
    Memory value = Memory.allocate(TimerH.ITIMERSPEC_SIZE);
    assertThat(TimerH.timer_create(TimerH.CLOCK_MONOTONIC, event, id)).isEqualTo(-EINVAL);
    assertThat(TimerH.timer_create(NO_CLOCK, event, id)).isEqualTo(-EINVAL);
    assertThat(TimerH.timer_settime(-1, 0, value, null)).isEqualTo(-EINVAL);
    assertThat(TimerH.timer_gettime(-1, value)).isEqualTo(-EINVAL);
    assertThat(TimerH.clock_gettime(NO_CLOCK, value)).isEqualTo(-EINVAL);
    assertThat(PrctlH.prctl(-1, 0)).isEqualTo(-EINVAL);
  }

  @Test
  void theMonotonicClockIsThatOfTheVm() {
    Memory time = Memory.allocate(TimerH.TIMESPEC_SIZE);
    long before = System.nanoTime();
    assertThat(TimerH.clock_gettime(TimerH.CLOCK_MONOTONIC, time)).isZero();
    assertThat(time.getLong(0) * 1_000_000_000 + time.getLong(8))
        .isBetween(before, System.nanoTime());
  }
}
