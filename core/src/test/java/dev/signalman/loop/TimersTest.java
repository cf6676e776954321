package dev.signalman.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Registration;
import dev.signalman.internal.kernel.Nanos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final Timers timers = new Timers();

  private Timer timer(long due, long period) {
    return new Timer(timers, () -> {}, due, period);
  }

  @Test
  void soonestComesFirstAndNoneBeforeItsTime() {
    Timer late = timer(300, 0);
    Timer soon = timer(100, 0);
    timers.add(late);
    timers.add(soon);
    assertThat(timers.untilNext(40)).isEqualTo(60);
    assertThat(timers.takeDue(99)).isNull();
    assertThat(timers.takeDue(1_000)).isSameAs(soon);
    assertThat(timers.takeDue(1_000)).isSameAs(late);
    assertThat(timers.takeDue(1_000)).isNull();
    assertThat(timers.untilNext(1_000)).isEqualTo(Nanos.FOREVER);
  }

  @Test
  void periodsDoNotDriftAndMissedTimesMerge() {
    timers.add(timer(100, 100));
    assertThat(timers.takeDue(130)).isNotNull();
    assertThat(timers.untilNext(130)).isEqualTo(70); // at 200, though it was late
    assertThat(timers.takeDue(555)).isNotNull(); // for 200 to 500
    assertThat(timers.takeDue(555)).isNull();
    assertThat(timers.untilNext(555)).isEqualTo(45); // at 600
    assertThat(timers.takeDue(600)).isNotNull();
    assertThat(timers.untilNext(600)).isEqualTo(100);
  }

  @Test
  void timesAreComparedAcrossTheOverflowOfTheClock() {
    Timer before = timer(Long.MAX_VALUE - 5, 0);
    Timer after = timer(Long.MIN_VALUE + 5, 0);
    timers.add(after);
    timers.add(before);
    assertThat(timers.untilNext(Long.MAX_VALUE - 15)).isEqualTo(10);
    assertThat(timers.takeDue(Long.MIN_VALUE)).isSameAs(before);
    assertThat(timers.takeDue(Long.MIN_VALUE)).isNull();
    assertThat(timers.untilNext(Long.MIN_VALUE)).isEqualTo(5);
  }

  @Test
  void delaysWithoutEndAreCut() throws Exception {
    BlockingQueue<String> seen = new ArrayBlockingQueue<>(10);
    try (LoopThread running = LoopThread.start()) {
      EventLoop loop = running.loop();
      loop.after(Duration.ofSeconds(Long.MAX_VALUE), () -> seen.add("never"));
      loop.every(Duration.ofSeconds(Long.MAX_VALUE), () -> seen.add("never"));
      loop.after(Duration.ofSeconds(Long.MIN_VALUE), () -> seen.add("at once"));
      assertThat(seen.take()).isEqualTo("at once");
      running.turns();
      assertThat(seen).isEmpty();
      for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
        assertThatThrownBy(() -> loop.every(none, () -> {}))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("a period must be above zero: " + none);
      }
    }
  }

  @Test
  void closedTimersDoNotRun() throws Exception {
    List<String> seen = new ArrayList<>();
    try (EventLoop loop = EventLoop.open()) {
      List<Registration> timers = new ArrayList<>();
      // Both are due in the same turn; whichever comes first ends the other.
      timers.add(loop.after(Duration.ZERO, () -> end(timers.get(1), seen)));
      timers.add(loop.after(Duration.ZERO, () -> end(timers.get(0), seen)));
      Registration[] periodic = new Registration[1];
      periodic[0] =
          loop.every(
              Duration.ofMillis(1),
              () -> {
                seen.add("periodic");
                periodic[0].close();
                periodic[0].close();
                loop.after(Duration.ofMillis(20), loop::stop);
              });
      loop.run();
      assertThat(seen).containsExactly("ended the other", "periodic");
    }
  }

  private static void end(Registration other, List<String> seen) {
    other.close();
    seen.add("ended the other");
  }

  @Test
  void shortTimerThatIsAddedLateComesBeforeALongOne() throws Exception {
    BlockingQueue<String> seen = new ArrayBlockingQueue<>(10);
    try (LoopThread running = LoopThread.start()) {
      running.loop().after(Duration.ofDays(1), () -> seen.add("long"));
      running.turns();
      running.loop().after(Duration.ofMillis(1), () -> seen.add("short"));
      assertThat(seen.take()).isEqualTo("short");
    }
  }

  @Test
  @DisplayName("a timer tells the time to its next run, and nothing once it is over")
  void tellsWhenItIsDue() throws Exception {
    try (EventLoop loop = EventLoop.open()) {
      Timer hourly = loop.every(Duration.ofHours(1), () -> {});
      assertThat(hourly.untilNext().orElseThrow())
          .isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
      hourly.close();
      assertThat(hourly.untilNext()).isEmpty();
      Timer once = loop.after(Duration.ZERO, loop::stop);
      loop.run();
      assertThat(once.untilNext()).isEmpty();
      Timer[] own = new Timer[1];
      List<Duration> seen = new ArrayList<>();
      own[0] =
          loop.every(
              Duration.ofMillis(20),
              () -> {
                own[0].untilNext().ifPresent(seen::add);
                loop.stop();
              });
      loop.run();
      assertThat(seen)
          .singleElement()
          .satisfies(left -> assertThat(left).isLessThanOrEqualTo(Duration.ofMillis(20)));
      Timer left = loop.after(Duration.ofHours(1), () -> {});
      left.close();
      assertThat(left.untilNext()).isEmpty();
    }
  }
}
