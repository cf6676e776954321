package dev.signalman.time;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Puts load on timers and handlers, for as many seconds as the second argument says.
final class TimeStressProgram {
  /// Of what is pending together it comes last.
  private static final Signal FENCE = Signal.RT9;

  private static final Random RANDOM = new Random(3);

  private TimeStressProgram() {}

  public static void main(String[] args) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
    switch (args[0]) {
      case "dependent" -> dependent(end);
      case "simultaneous" -> simultaneous(end);
      case "changing" -> changing(end);
      case "hundred" -> hundred(end);
      case "stuck" -> stuck();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static boolean isLeft(long end) {
    return System.nanoTime() - end < 0;
  }

  /// A moment so short that the timer expires while it is being set.
  private static void setTimer() {
    IntervalTimer.REAL.set(Duration.ofNanos(1_000L + RANDOM.nextInt(10_000)));
  }

  private static void acquire(Semaphore semaphore) throws InterruptedException {
    if (!semaphore.tryAcquire(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a signal was lost");
    }
  }

  /// Waits until all that was pending has been handled.
  private static void fence() throws InterruptedException {
    CountDownLatch passed = new CountDownLatch(1);
    try (SignalRegistration _ = Signals.handle(FENCE, info -> passed.countDown())) {
      Signals.raise(FENCE);
      passed.await();
    }
  }

  private static void dependent(long end) throws InterruptedException {
    Semaphore alarms = new Semaphore(0);
    int rounds = 0;
    try (SignalRegistration _ =
            Signals.handle(SignalSet.of(Signal.PROF, Signal.USR1), info -> setTimer());
        SignalRegistration _ = Signals.handle(Signal.ALRM, info -> alarms.release())) {
      for (; rounds == 0 || isLeft(end); rounds++) {
        Signals.raise(Signal.PROF);
        acquire(alarms);
        Signals.raise(Signal.USR1);
        acquire(alarms);
      }
      fence();
    }
    report(rounds, alarms.availablePermits());
  }

  private static void simultaneous(long end) throws InterruptedException {
    Semaphore alarms = new Semaphore(0);
    Semaphore others = new Semaphore(0);
    int rounds = 0;
    try (SignalRegistration _ = Signals.handle(Signal.USR1, info -> others.release());
        SignalRegistration _ = Signals.handle(Signal.ALRM, info -> alarms.release())) {
      for (; rounds == 0 || isLeft(end); rounds++) {
        setTimer();
        Signals.raise(Signal.USR1);
        acquire(alarms);
        acquire(others);
      }
      fence();
    }
    report(rounds, alarms.availablePermits() + others.availablePermits());
  }

  private static void report(int rounds, int more) {
    System.out.println(rounds + " rounds, none lost, " + (more == 0 ? "none" : more) + " twice");
  }

  private static void changing(long end) throws Exception {
    AtomicLong sent = new AtomicLong();
    AtomicLong received = new AtomicLong();
    Signals.ignore(Signal.USR1);
    Thread sender = Thread.ofPlatform().start(() -> raiseUntilInterrupted(sent));
    while (isLeft(end) || sent.get() < 100 || received.get() == 0) {
      Signals.handle(Signal.USR1, info -> received.incrementAndGet());
      Signals.ignore(Signal.USR1);
    }
    fence();
    long calls = received.get();
    long more = sent.get() + 100;
    while (sent.get() < more) {
      Thread.onSpinWait();
    }
    sender.interrupt();
    sender.join();
    fence();
    boolean right = calls > 0 && calls <= sent.get();
    System.out.println(right ? "some received, no more than sent" : calls + " of " + sent);
    System.out.println(received.get() - calls + " calls after the last ignore");
  }

  private static void raiseUntilInterrupted(AtomicLong sent) {
    while (!Thread.currentThread().isInterrupted()) {
      sent.incrementAndGet();
      Signals.raise(Signal.USR1);
    }
  }

  /// Periods from 1 to 50 ms, two timers each. Every fiftieth call of the handler takes 2 ms.
  private static void hundred(long end) throws Exception {
    List<SignalTimer> timers = new ArrayList<>();
    List<ExpirationCount> counts = new ArrayList<>();
    CountDownLatch left = new CountDownLatch(100);
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(1);
    AtomicInteger fences = new AtomicInteger();
    SignalRegistration handler =
        Signals.handle(
            SignalSet.of(Signal.RT1, FENCE),
            info -> {
              started.await();
              if (info.signal() == FENCE) {
                fences.incrementAndGet();
                return;
              }
              ExpirationCount count = counts.get((int) info.value());
              boolean counted = count.isComplete();
              count.add(info, fences.get() > 0);
              if (count.isComplete() && !counted) {
                left.countDown();
              }
              if (calls.incrementAndGet() % 50 == 0) {
                Thread.sleep(2);
              }
            });
    for (int i = 0; i < 100; i++) {
      timers.add(SignalTimer.create(TimerClock.MONOTONIC, Signal.RT1, i));
    }
    for (int i = 0; i < 100; i++) {
      counts.add(ExpirationCount.start(timers.get(i), Duration.ofMillis(1 + i % 50).toNanos()));
    }
    started.countDown();
    while (isLeft(end)) {
      Thread.sleep(10);
    }
    long sent = System.nanoTime();
    Signals.raise(FENCE);
    left.await();
    timers.forEach(SignalTimer::close);
    long right = counts.stream().filter(count -> isRight(count, sent)).count();
    System.out.println(right + " timers as often as due");
    Signals.ignore(Signal.RT1);
    handler.close();
  }

  private static boolean isRight(ExpirationCount count, long sent) {
    String verdict = count.verdict(sent);
    if (!verdict.equals("as often as due")) {
      System.out.println(verdict);
    }
    return verdict.equals("as often as due");
  }

  private static void stuck() throws Exception {
    SignalSet kinds = SignalSet.of(Signal.USR1, Signal.ALRM, Signal.WINCH, Signal.RT1, Signal.RT2);
    Map<Signal, Integer> received = new EnumMap<>(Signal.class);
    CountDownLatch stuck = new CountDownLatch(1);
    Semaphore handled = new Semaphore(0);
    try (SignalRegistration _ =
        Signals.handle(
            kinds,
            info -> {
              stuck.await();
              received.merge(info.signal(), 1, Integer::sum);
              handled.release();
            })) {
      System.out.println("ready");
      System.in.read();
      stuck.countDown();
      fence();
      for (Signal kind : kinds) {
        int count = received.getOrDefault(kind, 0);
        boolean some = count > 0 && count <= 20_000;
        System.out.println(
            kind + (some && !kind.isRealTime() ? " some, at most 20000" : " " + count));
      }
      handled.drainPermits();
      int exact = 0;
      for (int i = 0; i < 100; i++) {
        Signals.raise(Signal.USR1);
        acquire(handled);
        exact++;
      }
      System.out.println("then " + exact + " of " + (exact + handled.availablePermits()));
    }
  }
}
