package dev.signalman.lifecycle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.lifecycle.InFlight;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.LifecycleBuilder;
import dev.signalman.lifecycle.Readiness;
import dev.signalman.lifecycle.StopCause;
import dev.signalman.lifecycle.StopListener;
import dev.signalman.lifecycle.StopReport;
import dev.signalman.lifecycle.StopStatus;
import dev.signalman.lifecycle.TaskReport;
import dev.signalman.lifecycle.TaskState;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VirtualProcessTest {
  private final VirtualProcess process = new VirtualProcess();
  private final CountDownLatch never = new CountDownLatch(1);

  private static LifecycleBuilder quiet() {
    return Lifecycle.builder().quiet();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void theStagesRunAfterTheDrainDelay() throws Exception {
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    Lifecycle life = process.open(quiet().drainDelay(seconds(5)).linear("drain", "store"));
    life.stage("store").add("db", () -> done.add("db"));
    life.stage("drain").add("http", () -> done.add("http"));
    life.ready();
    assertThat(life.readiness().state()).isEqualTo(Readiness.State.READY);

    process.signal(Signal.TERM);
    assertThat(life.readiness().state()).isEqualTo(Readiness.State.DRAINING);
    process.advance(Duration.ofMillis(4_999));
    assertThat(done).isEmpty();
    process.advance(Duration.ofMillis(1));

    assertThat(process.status()).isZero();
    assertThat(done).containsExactly("http", "db");
    StopReport report = process.report();
    assertThat(report.clean()).isTrue();
    assertThat(report.took()).isEqualTo(seconds(5));
    assertThat(report.toString()).startsWith("stopped in 5 s by TERM from pid 1 uid 0: 2 tasks");
  }

  @Test
  void aTaskThatHangsIsLateAtItsLimit() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    AtomicInteger aborts = new AtomicInteger();
    StopListener listener =
        new StopListener() {
          @Override
          public void slow(TaskReport task, int percent) {
            looks.incrementAndGet();
          }
        };
    Lifecycle life = process.open(quiet().listener(listener));
    life.stage("drain")
        .add("http", () -> never.await())
        .within(seconds(10))
        .onAbort(aborts::incrementAndGet);
    process.signal(Signal.TERM);
    process.advance(Duration.ofMillis(9_999));
    assertThat(process.hasEnded()).isFalse();
    assertThat(looks).hasValue(2);
    assertThat(aborts).hasValue(0);
    process.advance(Duration.ofMillis(1));
    assertThat(process.status()).isEqualTo(1);
    assertThat(aborts).hasValue(1);
    TaskReport task = process.report().tasks().getFirst();
    assertThat(task.state()).isEqualTo(TaskState.LATE);
    assertThat(task.took()).isEqualTo(seconds(10));
    assertThat(String.valueOf(task.where())).contains("CountDownLatch");
  }

  @Test
  void timeDoesNotOvertakeATaskAtWork() throws Exception {
    process.open(quiet()).stage("work").add("compute", () -> compute()).within(seconds(1));
    process.signal(Signal.TERM);
    process.advance(seconds(10));
    assertThat(process.status()).isZero();
    assertThat(process.report().tasks().getFirst().state()).isEqualTo(TaskState.DONE);
  }

  private static void compute() {
    long began = System.nanoTime();
    while (System.nanoTime() - began < Duration.ofMillis(200).toNanos()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aLoopWithoutAnEndIsGivenUp() throws Exception {
    VirtualProcess hasty = new VirtualProcess(Duration.ofMillis(100), seconds(10));
    AtomicInteger stop = new AtomicInteger();
    hasty.open(quiet()).stage("work").add("loop", () -> spin(stop)).within(seconds(3));
    hasty.signal(Signal.TERM);
    hasty.advance(seconds(10));
    assertThat(hasty.status()).isEqualTo(1);
    stop.set(1);
  }

  private static void spin(AtomicInteger stop) {
    while (stop.get() == 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aTaskMayWaitForTheTest() throws Exception {
    Lifecycle life = process.open(quiet());
    InFlight requests = life.inFlight("requests");
    life.stage("drain").add("requests", requests::drained);
    life.stage("later").after("drain").add("print", () -> {});
    InFlight.Work work = requests.enter("GET /slow");
    process.signal(Signal.TERM);
    process.advance(seconds(3));
    assertThat(requests.left().age()).isEqualTo(seconds(3));
    work.close();
    process.awaitEnd("drain/requests");
    assertThat(process.status()).isZero();
    assertThat(process.report().took()).isEqualTo(seconds(3));
  }

  @Test
  void theSecondSignalForces() throws Exception {
    process.open(quiet()).stage("drain").add("http", () -> never.await());
    process.signal(SignalInfo.of(Signal.TERM, 4711, 1000));
    process.advance(Duration.ofMillis(400));
    process.signal(SignalInfo.of(Signal.TERM, 4712, 1000)); // a copy from a supervisor
    assertThat(process.hasEnded()).isFalse();
    process.advance(Duration.ofMillis(600));
    process.signal(SignalInfo.of(Signal.TERM, 4711, 1000));
    assertThat(process.status()).isEqualTo(143);
    StopReport report = process.report();
    assertThat(report.forced()).isTrue();
    assertThat(report.signals()).hasSize(3);
    assertThat(report.cause())
        .isEqualTo(new StopCause.BySignal(SignalInfo.of(Signal.TERM, 4711, 1000), ""));
    process.signal(Signal.TERM); // nobody is there any more
    process.advance(seconds(60));
    assertThat(process.time()).isEqualTo(seconds(61));
  }

  @Test
  void aKeySkipsTheDrainDelay() throws Exception {
    process.open(quiet().drainDelay(seconds(5)).status(StopStatus.signalStatus()));
    process.key(Signal.INT);
    assertThat(process.status()).isEqualTo(130);
    assertThat(process.report().took()).isZero();
  }

  @Test
  void reloads() throws Exception {
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger applied = new AtomicInteger();
    AtomicInteger next = new AtomicInteger(7);
    StopListener listener =
        new StopListener() {
          @Override
          public void reloadFailed(String part, Throwable error, List<String> parts) {
            said.add(part + ": " + error.getMessage());
          }
        };
    Lifecycle life = process.open(quiet().reloadOn(Signal.HUP).listener(listener));
    life.onReload(
        "config",
        () -> {
          int read = next.get();
          if (read < 0) {
            throw new IllegalArgumentException("below zero");
          }
          return () -> applied.set(read);
        });
    process.signal(Signal.HUP);
    process.awaitEnd("reload");
    assertThat(applied).hasValue(7);
    next.set(-1);
    process.signal(Signal.HUP);
    process.advance(Duration.ZERO);
    assertThat(applied).hasValue(7);
    assertThat(said).containsExactly("config: below zero");
    assertThat(process.hasEnded()).isFalse();
  }

  @Test
  void aProgramThatOpensItsLifecycleItself() throws Exception {
    Lifecycle life = process.open(() -> quiet().status(StopStatus.of(report -> 42)).open());
    life.stop("enough");
    assertThat(process.status()).isEqualTo(42);
    assertThat(process.report().cause()).isEqualTo(new StopCause.ByCall("enough"));
  }

  @Test
  void closeEndsNoProcess() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    try (Lifecycle life = process.open(quiet())) {
      life.stage("store").add("db", ran::incrementAndGet);
    }
    assertThat(ran).hasValue(1);
    assertThat(process.hasEnded()).isFalse();
    assertThat(process.report().cause()).isEqualTo(new StopCause.Closed());
  }

  @Test
  void saysWhatHoldsTheEndUp() throws Exception {
    VirtualProcess hasty = new VirtualProcess(seconds(5), Duration.ofMillis(100));
    Lifecycle life = hasty.open(quiet());
    life.stage("drain").add("http", () -> never.await());
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(hasty::status)
        .withMessage("the end of the process has not come; no task runs: advance the time");
    life.stop("enough");
    hasty.advance(Duration.ZERO); // until the task has begun
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(hasty::report)
        .withMessageStartingWith("the end of the stop has not come; at work:")
        .withMessageContaining("drain/http")
        .withMessageContaining("CountDownLatch.await");
    life.force();
  }

  @Test
  void refusesWhatTheProcessCannotHave() {
    assertThatIllegalStateException().isThrownBy(process::status).withMessageContaining("open");
    Lifecycle life = process.open(quiet());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> process.signal(Signal.USR1))
        .withMessageContaining("USR1");
    assertThatIllegalStateException().isThrownBy(() -> process.open(quiet()));
    life.stop("enough");
  }

  @Test
  void aListenerCannotAwaitTheEnd() throws Exception {
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger opened = new AtomicInteger();
    Lifecycle[] lives = new Lifecycle[1];
    StopListener listener =
        new StopListener() {
          @Override
          public void ended(StopReport report) {
            opened.incrementAndGet();
            try {
              lives[0].await();
            } catch (IllegalStateException | InterruptedException e) {
              said.add(String.valueOf(e.getMessage()));
            }
          }
        };
    lives[0] = process.open(quiet().listener(listener));
    lives[0].stop("enough");
    assertThat(process.status()).isZero();
    assertThat(said).singleElement().asString().contains("would wait for itself");
  }

  @Test
  void manyAtATimeChangeNothingOfTheVm() throws Exception {
    List<Disposition> before = dispositions();
    List<Callable<Integer>> tests = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int status = i;
      tests.add(() -> statusOf(status));
    }
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Integer> each : threads.invokeAll(tests)) {
        statuses.add(each.get());
      }
    }
    for (int i = 0; i < 50; i++) {
      assertThat(statuses.get(i)).isEqualTo(i);
    }
    assertThat(dispositions()).isEqualTo(before);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("signalman-stop"));
  }

  private static List<Disposition> dispositions() {
    return List.of(
        Signals.disposition(Signal.HUP),
        Signals.disposition(Signal.INT),
        Signals.disposition(Signal.TERM));
  }

  private static int statusOf(int status) throws Exception {
    VirtualProcess process = new VirtualProcess();
    Lifecycle life = process.open(quiet().status(StopStatus.of(report -> status)));
    life.stage("first").add("task", () -> {});
    life.stage("second").after("first").add("task", () -> {});
    process.signal(Signal.TERM);
    return process.status();
  }
}
