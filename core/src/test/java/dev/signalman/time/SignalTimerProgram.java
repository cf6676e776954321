package dev.signalman.time;

import dev.signalman.Cause;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.Peer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// Makes timers that send RT1, in the way that its argument names.
final class SignalTimerProgram {
  /// Of what is pending together it comes last.
  private static final Signal FENCE = Signal.RT9;

  private static final Duration SHORT = Duration.ofMillis(20);

  /// By how much the wall clock, being corrected, may fall behind a distance of some 20 ms.
  private static final Duration SLEWING = Duration.ofMillis(1);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// Those that go on by themselves.
  private static final List<TimerClock> WALL_CLOCKS =
      List.of(TimerClock.MONOTONIC, TimerClock.REALTIME, TimerClock.BOOTTIME);

  private final SelfPipe pipe;

  private SignalTimerProgram(SelfPipe pipe) {
    this.pipe = pipe;
  }

  public static void main(String[] args) throws Exception {
    try (SelfPipe pipe = SelfPipe.open(Signal.RT1, FENCE)) {
      SignalTimerProgram program = new SignalTimerProgram(pipe);
      switch (args[0]) {
        case "many" -> many();
        case "clock" -> program.clock(TimerClock.valueOf(args[1]));
        case "early" -> program.early();
        case "left" -> left();
        case "distance" -> program.distance();
        case "two" -> program.two();
        case "values" -> program.values();
        case "handler" -> handler();
        default -> program.withOneTimer(args[0]);
      }
    }
  }

  private void withOneTimer(String what) throws Exception {
    try (SignalTimer timer = timer(TimerClock.MONOTONIC, 1)) {
      switch (what) {
        case "fresh" -> fresh(timer);
        case "once" -> once(timer);
        case "again" -> again(timer);
        case "stop" -> stop(timer);
        case "past" -> past(timer);
        case "overrun" -> overrun(timer);
        case "child" -> child(timer);
        case "pending" -> pending(timer);
        default -> throw new IllegalArgumentException(what);
      }
    }
  }

  private static SignalTimer timer(TimerClock clock, long value) throws PosixException {
    return SignalTimer.create(clock, Signal.RT1, value);
  }

  private void take(TimerWitness witness) throws InterruptedException {
    System.out.println("value " + pipe.take().value() + " " + witness.expired());
  }

  /// What was pending has been printed before this is.
  private void fence() throws InterruptedException {
    Signals.raise(FENCE);
    SignalInfo info = pipe.take();
    System.out.println(info.signal() == FENCE ? "fence" : info);
  }

  private static void print(Setting setting) {
    System.out.println(setting.equals(Setting.STOPPED) ? "stopped" : setting);
  }

  private void fresh(SignalTimer timer) throws InterruptedException {
    System.out.println(timer.get() + " " + timer.get().isRunning());
    fence();
  }

  private static void many() throws Exception {
    List<SignalTimer> timers = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < 256; i++) {
      SignalTimer timer = timer(TimerClock.MONOTONIC, i);
      timers.add(timer);
      ids.add(timer.id());
      timer.start(MINUTE, SHORT);
    }
    System.out.println(ids.size() + " ids");
    System.in.read();
    timers.forEach(SignalTimer::close);
    System.out.println("closed");
    Thread.currentThread().join();
  }

  private void clock(TimerClock clock) throws Exception {
    try (SignalTimer timer = timer(clock, -7)) {
      Duration due = clock.now().plus(SHORT).minus(SLEWING);
      timer.start(SHORT);
      SignalInfo info = spinUntilSignal();
      boolean early = clock.now().compareTo(due) < 0;
      String id = info.timerId() == timer.id() ? "its id" : info.timerId() + " not " + timer.id();
      System.out.println(
          "%s %s value %d, %s, overrun %d"
              .formatted(info.signal(), info.cause(), info.value(), id, info.overrun()));
      System.out.println(early ? "early" : "not early");
      print(timer.get());
    }
  }

  private SignalInfo spinUntilSignal() {
    while (true) {
      SignalInfo info = pipe.poll();
      if (info != null) {
        return info;
      }
    }
  }

  private void once(SignalTimer timer) throws InterruptedException {
    for (Duration time : List.of(Duration.ofMillis(50), Duration.ofMillis(300))) {
      take(TimerWitness.of(time, () -> timer.start(time)));
      print(timer.get());
      fence();
    }
  }

  private void again(SignalTimer timer) throws InterruptedException {
    TimerWitness last = TimerWitness.of(MINUTE, () -> timer.start(MINUTE));
    for (int round = 1; round <= 5; round++) {
      Duration time = round < 5 ? MINUTE.plusSeconds(round) : SHORT;
      TimerWitness before = last;
      last =
          TimerWitness.of(
              time,
              () -> System.out.println("stood " + before.asked(() -> timer.start(time).left())));
    }
    take(last);
    fence();
  }

  private void stop(SignalTimer timer) throws InterruptedException {
    TimerWitness witness = TimerWitness.of(MINUTE, () -> timer.start(MINUTE, SHORT));
    System.out.println("ran " + witness.asked(() -> timer.stop().left()));
    printStopped(timer);
    take(TimerWitness.of(SHORT, () -> timer.start(SHORT)));
    printStopped(timer);
    fence();
  }

  private static void printStopped(SignalTimer timer) {
    System.out.println(timer.stop().isRunning() ? "ran" : "did not run");
  }

  private void past(SignalTimer timer) throws Exception {
    int right = 0;
    try (SignalTimer wall = timer(TimerClock.REALTIME, 2)) {
      for (int i = 1; i <= 30; i++) {
        wall.startAt(Instant.now().minusSeconds(i * 1_000L));
        right += pipe.take().value() == 2 ? 1 : 0;
      }
    }
    System.out.println(right + " of 30 on the wall clock");
    timer.startAt(Duration.ZERO, Duration.ZERO);
    System.out.println(pipe.take().value() + " of 1 on the others");
    fence();
  }

  private void early() throws Exception {
    for (TimerClock clock : WALL_CLOCKS) {
      int early = 0;
      try (SignalTimer timer = timer(clock, 1)) {
        for (long nanos : new long[] {1, 1_000, 30_000_000, 100_000_005}) {
          Duration time = Duration.ofNanos(nanos);
          TimerWitness witness = TimerWitness.of(time, () -> timer.start(time));
          pipe.take();
          early += witness.expired().equals("in time") ? 0 : 1;
          Duration moment = clock.now().plus(time);
          timer.startAt(moment, Duration.ZERO);
          pipe.take();
          early += clock.now().compareTo(moment) < 0 ? 1 : 0;
        }
      }
      System.out.println(clock + (early == 0 ? " none early" : " " + early + " early"));
    }
    try (SignalTimer timer = timer(TimerClock.REALTIME, 1)) {
      Instant moment = Instant.now().plusMillis(50);
      timer.startAt(moment);
      pipe.take();
      System.out.println("Instant " + (Instant.now().isBefore(moment) ? "early" : "not early"));
    }
  }

  private static void left() throws Exception {
    for (TimerClock clock : List.of(TimerClock.MONOTONIC, TimerClock.BOOTTIME)) {
      for (Duration time :
          List.of(Duration.ofSeconds(8), Duration.ofSeconds(800), Duration.ofDays(365))) {
        try (SignalTimer timer = timer(clock, 1)) {
          TimerWitness witness = TimerWitness.of(time, () -> timer.start(time));
          Thread.sleep(5);
          System.out.println(witness.asked(() -> timer.get().left()));
        }
      }
    }
  }

  private void distance() throws Exception {
    for (TimerClock clock : WALL_CLOCKS) {
      try (SignalTimer timer = timer(clock, 1)) {
        timer.startAt(clock.now().plus(MINUTE), Duration.ZERO);
        Duration left = timer.get().left();
        boolean fits = left.isPositive() && left.compareTo(MINUTE.plusSeconds(1)) < 0;
        System.out.println(clock + (fits ? " fits" : " " + left));
      }
    }
    try (SignalTimer timer = timer(TimerClock.MONOTONIC, 1)) {
      timer.startAt(TimerClock.MONOTONIC.now().plus(SHORT), Duration.ZERO);
      pipe.take();
      System.out.print("over: ");
      print(timer.get());
    }
  }

  private void overrun(SignalTimer timer) throws InterruptedException {
    long period = Duration.ofMillis(10).toNanos();
    long early = System.nanoTime();
    timer.start(Duration.ofNanos(period), Duration.ofNanos(period));
    long late = System.nanoTime();
    Thread.sleep(105);
    long asked = System.nanoTime();
    SignalInfo first = pipe.take();
    long taken = System.nanoTime();
    long expirations = first.overrun() + 1L;
    boolean all = expirations >= (asked - late) / period && expirations <= (taken - early) / period;
    System.out.println(all ? "one signal for all expirations" : first);
    expirations += pipe.take().overrun() + 1L;
    boolean more = expirations <= (System.nanoTime() - early) / period;
    System.out.println(more ? "the next has its own" : "too many: " + expirations);
    timer.stop();
    pipe.poll();
  }

  private void child(SignalTimer timer) throws Exception {
    timer.start(Duration.ofMillis(200));
    System.out.println("child has [" + Peer.succeed("cat", "/proc/self/timers").output() + "]");
    System.out.println("parent gets value " + pipe.take().value());
  }

  private void two() throws Exception {
    long[] periods = {Duration.ofMillis(3).toNanos(), Duration.ofMillis(5).toNanos()};
    List<ExpirationCount> counts = new ArrayList<>();
    List<SignalTimer> timers = new ArrayList<>();
    for (int i = 0; i < periods.length; i++) {
      timers.add(timer(TimerClock.MONOTONIC, i + 1));
      counts.add(ExpirationCount.start(timers.get(i), periods[i]));
    }
    count(counts, 100);
    long sent = System.nanoTime();
    Signals.raise(FENCE);
    count(counts, Integer.MAX_VALUE);
    timers.forEach(SignalTimer::close);
    for (int i = 0; i < periods.length; i++) {
      System.out.println("value " + (i + 1) + " " + counts.get(i).verdict(sent));
    }
    drain();
  }

  /// Takes so many signals, or until the fence, and one more of each timer, has come.
  private void count(List<ExpirationCount> counts, int most) throws InterruptedException {
    boolean fence = false;
    for (int i = 0; i < most && !counts.stream().allMatch(ExpirationCount::isComplete); i++) {
      SignalInfo info = pipe.take();
      if (info.signal() == FENCE) {
        fence = true;
      } else {
        counts.get((int) info.value() - 1).add(info, fence);
      }
    }
  }

  private void drain() {
    while (pipe.poll() != null) {
      // what was on its way when the timers were closed
    }
  }

  private void values() throws Exception {
    for (long value : new long[] {Long.MIN_VALUE, -1, 0, 0x123456789abcdef0L}) {
      try (SignalTimer timer = timer(TimerClock.MONOTONIC, value)) {
        timer.start(Duration.ZERO);
        System.out.println(pipe.take().value());
      }
    }
  }

  private static void handler() throws Exception {
    CountDownLatch handled = new CountDownLatch(1);
    try (SignalQueue queue = Signals.queue(Signal.RT2);
        SignalTimer timer = SignalTimer.create(TimerClock.MONOTONIC, Signal.RT2, 3)) {
      Signals.handle(
          Signal.RT2,
          info -> {
            System.out.println("handler " + info.cause() + " " + info.value());
            handled.countDown();
          });
      timer.start(Duration.ofMillis(1));
      handled.await();
      SignalInfo info = queue.take();
      System.out.println("queue " + info.cause() + " " + info.value());
    }
  }

  private void pending(SignalTimer timer) throws Exception {
    timer.start(Duration.ZERO);
    while (timer.get().isRunning()) {
      Thread.onSpinWait();
    }
    timer.start(SHORT);
    while (timer.get().isRunning()) {
      Thread.onSpinWait();
    }
    Signals.raise(FENCE);
    int signals = 0;
    SignalInfo info = pipe.take();
    while (info.cause() == Cause.TIMER) {
      signals++;
      info = pipe.take();
    }
    System.out.println(signals + (signals == 1 ? " signal" : " signals"));
    System.out.println(info.signal() == FENCE ? "fence" : info);
  }
}
