package dev.signalman.time;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.loop.EventLoop;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.Peer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/// Winds its alarm clock, in the way that its argument names.
final class AlarmProgram {
  /// Of what is pending together it comes last: after any alarm.
  private static final Signal FENCE = Signal.RT9;

  private AlarmProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "replace" -> replace();
      case "left" -> left();
      case "cancel" -> cancel();
      case "child" -> child(Arrays.copyOfRange(args, 1, args.length));
      case "again" -> again();
      case "tiny" -> tiny();
      case "loops" -> loops();
      case "unhandled" -> unhandled();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static SignalQueue queue() {
    return Signals.queue(Signal.ALRM, FENCE);
  }

  private static void take(SignalQueue queue, TimerWitness witness) throws InterruptedException {
    System.out.println(queue.take().signal() + " " + witness.expired());
  }

  private static void fence(SignalQueue queue) throws InterruptedException {
    Signals.raise(FENCE);
    System.out.println("fence " + queue.take().signal());
  }

  private static void replace() throws Exception {
    Duration time = Duration.ofMillis(150);
    try (SignalQueue queue = queue()) {
      take(queue, TimerWitness.of(time, () -> Alarm.set(time)));
      Duration ten = Duration.ofSeconds(10);
      TimerWitness first = TimerWitness.of(ten, () -> Alarm.set(ten));
      Thread.sleep(50);
      TimerWitness second =
          TimerWitness.of(
              time, () -> System.out.println("left " + first.asked(() -> Alarm.set(time))));
      take(queue, second);
      System.out.println("left " + Alarm.remaining());
      fence(queue);
    }
  }

  private static void left() {
    System.out.println(Alarm.remaining());
    for (long seconds :
        new long[] {(1L << 30) - 1, Integer.MAX_VALUE, (1L << 32) - 1, 1L << 33, 365 * 86_400L}) {
      Duration time = Duration.ofSeconds(seconds);
      TimerWitness witness = TimerWitness.of(time, () -> Alarm.set(time));
      System.out.println(witness.asked(Alarm::remaining) + " " + witness.asked(Alarm::cancel));
    }
    System.out.println(Alarm.cancel());
  }

  private static void cancel() throws Exception {
    Duration time = Duration.ofSeconds(2); // long enough for a machine that stalls
    try (SignalQueue queue = queue()) {
      TimerWitness witness = TimerWitness.of(time, () -> Alarm.set(time));
      System.out.println("left " + witness.asked(Alarm::cancel));
      System.out.println("left " + Alarm.remaining());
      System.out.println("cancelled again " + Alarm.cancel());
      Thread.sleep(time);
      fence(queue);
    }
  }

  private static void child(String... command) throws Exception {
    try (SignalQueue queue = queue()) {
      Alarm.set(Duration.ofMillis(300));
      System.out.print("child " + Peer.succeed(command).output());
      SignalInfo info = queue.take();
      System.out.println(info.signal() + " " + info.cause());
    }
  }

  private static void again() throws Exception {
    int rounds = 200;
    Duration time = Duration.ofMillis(2);
    CountDownLatch left = new CountDownLatch(rounds);
    Signals.handle(
        Signal.ALRM,
        info -> {
          left.countDown();
          if (left.getCount() > 0) {
            Alarm.set(time);
          }
        });
    TimerWitness witness = TimerWitness.of(time.multipliedBy(rounds), () -> Alarm.set(time));
    left.await();
    System.out.println(rounds + " rounds " + witness.expired());
  }

  private static void tiny() throws Exception {
    try (SignalQueue queue = queue()) {
      for (long nanos : new long[] {1, 999, 1_000}) {
        Alarm.set(Duration.ofNanos(nanos));
        System.out.println(queue.take().signal());
      }
    }
  }

  private static void loops() throws Exception {
    Duration time = Duration.ofMillis(10);
    try (EventLoop loop = EventLoop.open()) {
      loop.onSignal(
          Signal.ALRM,
          info -> {
            System.out.println("loop " + info.signal());
            Signals.raise(FENCE);
          });
      loop.onSignal(
          FENCE,
          info -> {
            System.out.println("loop " + info.signal());
            loop.stop();
          });
      Alarm.set(time);
      loop.run();
    }
    try (SelfPipe pipe = SelfPipe.open(Signal.ALRM, FENCE)) {
      Alarm.set(time);
      System.out.println("pipe " + pipe.take().signal());
      Signals.raise(FENCE);
      System.out.println("pipe " + pipe.take().signal());
    }
  }

  private static void unhandled() throws Exception {
    Alarm.set(Duration.ofMillis(50));
    System.out.println("waiting");
    Thread.currentThread().join();
  }
}
