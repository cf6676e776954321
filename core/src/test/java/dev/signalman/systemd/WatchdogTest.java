package dev.signalman.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Registration;
import dev.signalman.io.Threads;
import dev.signalman.loop.EventLoop;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.NotifyPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchdogTest {
  private static final Duration OFTEN = Duration.ofMillis(16);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();

  private Notify notify(String address) {
    return Notify.to(address).onFailure(failure -> told.add(failure.getMessage()));
  }

  private NotifyPeer manager() throws Exception {
    return NotifyPeer.at(folder.resolve("notify").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "20000000, 7, PT20S",
    "20000000, , PT20S",
    "20000000, 8, PT0S",
    ", 7, PT0S",
    "1, 7, PT0.000001S"
  })
  @DisplayName("SD-14 the interval is that of the environment, if it is meant for this process")
  void theEnvironmentHasTheInterval(String micros, String pid, Duration interval) {
    Map<String, String> environment = new HashMap<>();
    environment.put("WATCHDOG_USEC", micros);
    environment.put("WATCHDOG_PID", pid);
    Watchdog watchdog = Watchdog.of(notify("@nobody"), environment, 7);
    assertThat(watchdog.interval()).isEqualTo(interval);
    assertThat(watchdog.isPresent()).isEqualTo(!interval.isZero());
    assertThat(Watchdog.of(notify(""), environment, 7).isPresent()).isFalse();
    assertThat(told).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"WATCHDOG_USEC, soon", "WATCHDOG_USEC, 0", "WATCHDOG_USEC, -1", "WATCHDOG_PID, me"})
  @DisplayName("SD-14 a variable that is no number is told, and there is no watchdog")
  void variablesThatAreNoNumbersAreTold(String name, String text) {
    Map<String, String> environment = new HashMap<>(Map.of("WATCHDOG_USEC", "5"));
    environment.put(name, text);
    assertThat(Watchdog.of(notify("@nobody"), environment, 7).isPresent()).isFalse();
    assertThat(told)
        .containsExactly(
            "there is no watchdog: " + name + " is no number above zero: \"" + text + '"');
  }

  @Test
  void anIntervalIsAboveZero() {
    assertThatThrownBy(() -> Watchdog.every(Duration.ZERO, notify("")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an interval is above zero: PT0S");
  }

  @ParameterizedTest
  @CsvSource({
    "1600000000, true, 800000000",
    "1600000000, false, 200000000",
    "4000000, true, 2000000",
    "4000000, false, 1000000",
    "1000, true, 500",
    "1000, false, 500",
    "1, true, 0",
    "9223372036854775807, true, 4611686018427387903"
  })
  @DisplayName("SD-15 a sign comes each half of the interval, the next question after an eighth")
  void heartbeat(long interval, boolean sent, long pause) {
    assertThat(new Heartbeat(interval).pause(sent)).isEqualTo(pause);
  }

  @Test
  @DisplayName("SD-16 on a loop: signs while healthy, none otherwise, none after close")
  void onALoop() throws Exception {
    try (NotifyPeer manager = manager();
        EventLoop loop = EventLoop.open()) {
      Notify notify = notify(manager.address());
      Health health = new Health();
      Registration watchdog = Watchdog.every(OFTEN, notify).on(loop, health);
      var running = Threads.start(() -> run(loop));
      manager.expect("WATCHDOG=1");
      manager.expect("WATCHDOG=1");
      manager.expect("WATCHDOG=1");
      health.askedWhileIll(3);
      loop.execute(() -> notify.status("ill"));
      takeUpTo(manager, "STATUS=ill");
      health.askedWhileIll(3);
      loop.execute(() -> notify.status("still ill"));
      manager.expect("STATUS=still ill");
      health.recover();
      manager.expect("WATCHDOG=1");
      loop.execute(watchdog::close);
      loop.execute(() -> notify.status("closed"));
      takeUpTo(manager, "STATUS=closed");
      loop.after(OFTEN, () -> notify.status("later"));
      manager.expect("STATUS=later");
      loop.stop();
      running.get();
    }
    assertThat(told).isEmpty();
  }

  private static boolean run(EventLoop loop) throws InterruptedException {
    loop.run();
    return true;
  }

  /// Signs may have been sent before.
  private static void takeUpTo(NotifyPeer manager, String last) throws Exception {
    String came = manager.take();
    while (came.endsWith(" WATCHDOG=1")) {
      came = manager.take();
    }
    assertThat(came).endsWith(" " + last);
  }

  /// A check whose answer a test sets, and which tells that it was asked.
  private static final class Health implements BooleanSupplier {
    private volatile CountDownLatch questions = new CountDownLatch(0);
    private volatile boolean ill;
    private volatile boolean throwing;

    @Override
    public boolean getAsBoolean() {
      boolean healthy = !ill;
      questions.countDown();
      if (throwing) {
        throw new IllegalStateException("cannot say");
      }
      return healthy;
    }

    void askedWhileIll(int times) throws InterruptedException {
      ill = true;
      questions = new CountDownLatch(times + 1); // the first may have been answered before
      questions.await();
    }

    void recover() {
      ill = false;
      throwing = false;
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  @DisplayName("SD-16 a check that throws says no, is reported, and is asked again")
  void aCheckThatThrows(boolean onLoop) throws Exception {
    try (NotifyPeer manager = manager();
        EventLoop loop = EventLoop.open()) {
      Health health = new Health();
      health.throwing = true;
      AtomicInteger reports = new AtomicInteger();
      Watchdog watchdog = Watchdog.every(OFTEN, notify(manager.address()));
      if (onLoop) {
        watchdog.on(loop, health);
      }
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .uncaughtExceptionHandler((_, _) -> reports.incrementAndGet())
              .start(() -> {
                if (onLoop) {
                  runOrEnd(loop);
                } else {
                  watchdog.run(health);
                }
              });
      health.askedWhileIll(3);
      assertThat(reports).hasPositiveValue();
      health.recover();
      manager.expect("WATCHDOG=1");
      thread.interrupt();
      thread.join();
    }
  }

  private static void runOrEnd(EventLoop loop) {
    try {
      loop.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // which ends it
    }
  }

  @Test
  @DisplayName("SD-17 a thread of its own sends until it is interrupted, which stays so")
  void aThreadOfItsOwn() throws Exception {
    try (NotifyPeer manager = manager()) {
      Watchdog watchdog = Watchdog.every(OFTEN, notify(manager.address()));
      var thread =
          Threads.start(() -> {
            watchdog.run(() -> true);
            return Thread.interrupted();
          });
      manager.expect("WATCHDOG=1");
      manager.expect("WATCHDOG=1");
      manager.expect("WATCHDOG=1");
      thread.thread().interrupt();
      assertThat(thread.get()).isTrue();
    }
    Watchdog.every(HOUR, notify("")).run(() -> true); // nobody to tell: returns
  }

  @Test
  @DisplayName("SD-18 a full socket stops no loop, and the sign comes once there is room")
  void aFullSocketStopsNoLoop() throws Exception {
    try (NotifyPeer manager = manager();
        EventLoop loop = EventLoop.open()) {
      Notify notify = notify(manager.address());
      int count = 0;
      while (notify.patience(Duration.ZERO).status(Integer.toString(count))) {
        count++;
      }
      CountDownLatch turns = new CountDownLatch(3);
      Watchdog.every(OFTEN, notify).on(loop, () -> true);
      loop.every(Duration.ofMillis(1), turns::countDown);
      var running = Threads.start(() -> run(loop));
      turns.await();
      for (int i = 0; i < count; i++) {
        manager.expect("STATUS=" + i);
      }
      manager.expect("WATCHDOG=1");
      loop.stop();
      running.get();
    }
    assertThat(told.getLast()).contains("its socket was full all the time");
  }

  @Test
  @DisplayName("SD-16 a check may end the watchdog")
  void aCheckMayClose() throws Exception {
    try (NotifyPeer manager = manager();
        EventLoop loop = EventLoop.open()) {
      Notify notify = notify(manager.address());
      List<Registration> watchdog = new ArrayList<>();
      AtomicInteger questions = new AtomicInteger();
      watchdog.add(
          Watchdog.every(OFTEN, notify)
              .on(
                  loop,
                  () -> {
                    watchdog.getFirst().close();
                    return questions.incrementAndGet() > 0;
                  }));
      loop.after(OFTEN, () -> loop.after(OFTEN, loop::stop));
      loop.run();
      assertThat(questions).hasValue(1);
      manager.expect("WATCHDOG=1");
    }
  }

  @Test
  void closingTheLoopEndsItWithoutANoise() throws Exception {
    EventLoop loop = EventLoop.open();
    try (NotifyPeer manager = manager()) {
      AtomicInteger reports = new AtomicInteger();
      Registration watchdog =
          Watchdog.every(OFTEN, notify(manager.address()))
              .on(
                  loop,
                  () -> {
                    loop.close();
                    return true;
                  });
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .uncaughtExceptionHandler((_, _) -> reports.incrementAndGet())
              .start(() -> runOrEnd(loop));
      thread.join();
      assertThat(reports).hasValue(0);
      watchdog.close();
    }
  }

  @Test
  void theEnvironmentOfARealService() throws Exception {
    try (ChildJvm service =
        ChildJvm.of(Service.class)
            .prefix("sh", "-c", "WATCHDOG_PID=$$ exec \"$@\"", "sh")
            .env("WATCHDOG_USEC", "5000000")
            .env("NOTIFY_SOCKET", "@nobody.receives.here")
            .start()) {
      service.expect("Watchdog PT5S Notify @nobody.receives.here");
      service.expectExit(0);
    }
  }

  /// Says what its environment asks for.
  static final class Service {
    private Service() {}

    public static void main(String[] args) {
      System.out.println(Watchdog.fromEnvironment(Notify.fromEnvironment()));
    }
  }
}
