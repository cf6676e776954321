package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Lines;
import dev.signalman.time.Alarm;
import dev.signalman.time.IntervalTimer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Waits for signals, in the way that its argument names.
final class AwaitProgram {
  private static final SignalSet BOTH = SignalSet.of(Signal.USR1, Signal.RT6);
  private static final SignalSet USR1 = SignalSet.of(Signal.USR1);
  private static final Duration LONG = Duration.ofHours(1);

  private AwaitProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "alarm" -> alarm();
      case "timeout" -> timeout();
      case "times" -> times();
      case "commands" -> commands();
      case "crowd" -> crowd();
      case "nothing" -> nothing();
      case "late" -> late();
      case "mask" -> mask();
      case "other" -> other();
      case "ticking" -> ticking();
      case "interrupt" -> interrupt();
      case "close" -> close();
      case "refused" -> refused();
      case "virtual" -> virtual();
      case "shared" -> shared();
      case "overtaken" -> overtaken();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static String show(@Nullable SignalInfo info) {
    return info == null ? "null" : info.signal() + " " + info.value();
  }

  /// Prints what a wait returns, and whether it took at least `least`.
  private static void timed(Duration least, Callable<?> wait) throws Exception {
    long start = System.nanoTime();
    Object result = wait.call();
    long elapsed = System.nanoTime() - start;
    System.out.println(result);
    System.out.println(elapsed >= least.toNanos() ? "not early" : "after " + elapsed + " ns");
  }

  private static void alarm() throws Exception {
    Duration time = Duration.ofMillis(300);
    Signals.await(SignalSet.of(Signal.ALRM), Duration.ZERO);
    timed(
        time,
        () -> {
          Alarm.set(time);
          SignalInfo info = Signals.await(SignalSet.of(Signal.ALRM, Signal.USR1), LONG);
          return info == null ? "null" : info.signal() + " " + info.cause();
        });
  }

  private static void timeout() throws Exception {
    for (int millis : new int[] {1_000, 20}) {
      Duration time = Duration.ofMillis(millis);
      timed(time, () -> show(Signals.await(BOTH, time)));
    }
  }

  private static void times() throws Exception {
    for (Duration time :
        new Duration[] {Duration.ofSeconds(-1), Duration.ofNanos(-1), Duration.ofDays(300 * 366)}) {
      try {
        System.out.println(show(Signals.await(USR1, time)));
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
    System.out.println("USR1 is " + word(Signals.disposition(Signal.USR1)));
  }

  private static String word(Disposition disposition) {
    return disposition.getClass().getSimpleName();
  }

  private static void commands() throws Exception {
    Signals.await(BOTH, Duration.ZERO);
    System.out.println("ready");
    for (String line : Lines.in()) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "take" -> System.out.println(show(Signals.await(BOTH, Duration.ZERO)));
        case "sender" -> {
          SignalInfo info = Signals.await(BOTH, LONG);
          System.out.println(info == null ? "null" : info.signal() + " from " + info.pid());
        }
        case "pending" -> {
          Eventually.until(line, () -> Signals.pending().toString().equals(words[1]));
          System.out.println("so it is");
        }
        case "restore" -> Signals.restore(Signal.USR1);
        case "ignore" -> {
          Signals.ignore(Signal.USR1);
          System.out.println("ignored " + Signals.pending());
        }
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  private static void crowd() throws Exception {
    AtomicInteger waiting = new AtomicInteger(5);
    Signals.await(BOTH, Duration.ZERO);
    for (int i = 0; i < 5; i++) {
      Thread.ofPlatform().name("waiter").start(() -> report(waiting, BOTH));
    }
    Eventually.until("5 threads wait", () -> waitingThreads() == 5);
    System.out.println("ready");
    Eventually.until("one has it", () -> waiting.get() < 5);
    Eventually.until("the others wait again", () -> waitingThreads() == waiting.get());
    System.out.println(waiting.get() + " still wait");
  }

  private static long waitingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("waiter"))
        .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
        .count();
  }

  private static void report(AtomicInteger waiting, SignalSet set) {
    try {
      String taken = show(Signals.await(set, LONG));
      System.out.println(taken);
      waiting.decrementAndGet();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void nothing() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    Signals.handle(Signal.USR1, info -> handled.incrementAndGet());
    System.out.println("ready");
    System.in.read();
    Duration time = Duration.ofMillis(200);
    timed(time, () -> show(Signals.await(SignalSet.none(), time)));
    timed(time, () -> show(Signals.await(SignalSet.of(Signal.KILL, Signal.STOP), time)));
    Eventually.until("handled", () -> handled.get() > 0);
    System.out.println("handled");
  }

  private static void late() throws Exception {
    System.out.println(word(Signals.disposition(Signal.USR1)));
    System.in.read();
    System.out.println(show(Signals.await(USR1, LONG)));
  }

  private static void mask() throws Exception {
    Signals.await(USR1, Duration.ZERO);
    System.out.println(ThisThread.blocked());
    Signals.await(USR1, Duration.ofMillis(1));
    System.out.println(ThisThread.blocked());
    Signals.restore(Signal.USR1);
    System.out.println(ThisThread.blocked());
  }

  private static void other() throws Exception {
    Thread waiter = Thread.currentThread();
    Signals.await(USR1, Duration.ZERO);
    Thread.ofPlatform()
        .start(
            new FutureTask<>(() -> {
              Eventually.until("waiting", () -> waiter.getState() == Thread.State.TIMED_WAITING);
              System.out.println("other thread sends");
              Signals.raise(Signal.USR1);
              return "";
            }));
    System.out.println(show(Signals.await(USR1, LONG)));
  }

  private static void ticking() throws Exception {
    AtomicInteger handled = new AtomicInteger();
    Signals.handle(Signal.ALRM, info -> handled.incrementAndGet());
    IntervalTimer.REAL.set(Duration.ofMillis(5), Duration.ofMillis(5));
    Duration time = Duration.ofMillis(300);
    timed(time, () -> show(Signals.await(BOTH, time)));
    Eventually.until("handled some", () -> handled.get() >= 2);
    System.out.println("handled some");
    IntervalTimer.REAL.cancel();
  }

  private static void interrupt() throws Exception {
    Thread waiter = Thread.currentThread();
    FutureTask<String> interrupter =
        new FutureTask<>(() -> {
          Eventually.until("waiting", () -> waiter.getState() == Thread.State.TIMED_WAITING);
          waiter.interrupt();
          return "";
        });
    Thread.ofPlatform().start(interrupter);
    awaitInterrupted("interrupted");
    Thread.currentThread().interrupt();
    awaitInterrupted("interrupted before");
    Signals.raise(Signal.RT6);
    Eventually.until("held", () -> Signals.pending().contains(Signal.RT6));
    Thread.currentThread().interrupt();
    awaitInterrupted("interrupted while one is held");
    System.out.println(show(Signals.await(BOTH, LONG)));
    System.out.println("ready");
    System.out.println(show(Signals.await(BOTH, LONG)));
  }

  private static void awaitInterrupted(String words) {
    try {
      System.out.println(show(Signals.await(BOTH, LONG)));
    } catch (InterruptedException e) {
      System.out.println(words);
      System.out.println("status " + Thread.currentThread().isInterrupted());
    }
  }

  private static void close() throws Exception {
    SignalQueue queue = Signals.queue(USR1);
    Thread waiter = Thread.currentThread();
    Thread.ofPlatform()
        .start(
            new FutureTask<>(() -> {
              Eventually.until("waiting", () -> waiter.getState() == Thread.State.WAITING);
              queue.close();
              return "";
            }));
    name(queue::take);
    name(queue::poll);
    Signals.await(USR1, Duration.ZERO);
    Signals.await(SignalSet.of(Signal.HUP), Duration.ZERO);
    System.out.println("ready");
    System.out.println(show(Signals.await(SignalSet.of(Signal.HUP, Signal.USR1), LONG)));
  }

  private static void name(Callable<?> call) {
    try {
      System.out.println(call.call());
    } catch (Exception e) {
      System.out.println(e.getClass().getSimpleName());
    }
  }

  private static void refused() throws Exception {
    try (SelfPipe _ = SelfPipe.open(Signal.USR2)) {
      for (Signal signal : new Signal[] {Signal.SEGV, Signal.FPE, Signal.RT28, Signal.USR2}) {
        System.out.print(signal + " ");
        name(() -> Signals.await(SignalSet.of(Signal.USR1, signal), Duration.ZERO));
      }
    }
    System.out.println("USR1 is " + word(Signals.disposition(Signal.USR1)));
    SignalSet never = SignalSet.of(Signal.KILL, Signal.STOP);
    System.out.println(show(Signals.await(never, Duration.ofMillis(1))));
    System.out.println(Stream.of(Signal.values()).filter(AwaitProgram::isHandled).toList());
  }

  private static boolean isHandled(Signal signal) {
    return Signals.disposition(signal) instanceof Disposition.Handled;
  }

  /// On the only carrier, which must stay free for the thread that says "ready".
  private static void virtual() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Signals.await(BOTH, Duration.ZERO);
    Thread waiter =
        Thread.ofVirtual()
            .start(() -> {
              started.countDown();
              for (int i = 0; i < 20; i++) {
                report(new AtomicInteger(), BOTH);
              }
            });
    started.await();
    Eventually.until("waiting", () -> waiter.getState() == Thread.State.TIMED_WAITING);
    Thread.ofVirtual().start(() -> System.out.println("ready")).join();
    waiter.join();
  }

  private static void shared() throws Exception {
    SignalQueue printed = Signals.queue(Signal.RT6);
    Signals.await(BOTH, Duration.ZERO);
    System.out.println("ready");
    System.out.println(show(Signals.await(BOTH, LONG)));
    System.out.println("handler " + show(printed.take()));
  }

  /// What the reader thread does with a signal whose last listener goes meanwhile.
  private static void overtaken() throws Exception {
    SignalMask.block(USR1);
    HeldSignals held = Dispatcher.get().held();
    SignalInfo info = SignalInfo.of(Signal.USR1, 1, 1);
    try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
      held.accept(new Delivery(info, 1, Dispatcher.get().engine(), Delivery.UNSEEN));
      System.out.println("pending " + Signals.pending());
      System.out.println(pipe.take().signal() == Signal.USR1 ? "taken again" : "something else");
      System.out.println("pending " + Signals.pending());
    }
  }
}
