package dev.signalman.time;

import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import java.util.concurrent.CountDownLatch;

/// Puts signals on blocking calls.
final class DeadlineProgram {
  private DeadlineProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "platform" -> untilTheSignal();
      case "virtual" -> Thread.ofVirtual().start(DeadlineProgram::untilTheSignal).join();
      case "notComing" -> notComing();
      case "interruptOn" -> interruptOn();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void untilTheSignal() {
    try (Deadline _ = Deadline.on(Signal.USR1)) {
      System.out.println("ready");
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      System.out.println("InterruptedException, " + e.getSuppressed()[0].getMessage());
    }
    state();
  }

  private static void state() {
    System.out.println("interrupted " + Thread.currentThread().isInterrupted());
    System.out.println("USR1 is " + Signals.disposition(Signal.USR1).getClass().getSimpleName());
  }

  private static void notComing() {
    try (Deadline _ = Deadline.on(Signal.USR1)) {
      System.out.println("worked");
    }
    state();
    try (Deadline _ = Deadline.on(Signal.SEGV)) {
      System.out.println("bounded by SEGV");
    } catch (ReservedSignalException e) {
      System.out.println("refused");
    }
  }

  private static void interruptOn() {
    try (SignalRegistration _ = Signals.interruptOn(Signal.USR1, Thread.currentThread())) {
      for (int i = 0; i < 2; i++) {
        try {
          System.out.println("ready");
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          System.out.println("interrupted");
        }
      }
    }
    System.out.println("USR1 is " + Signals.disposition(Signal.USR1).getClass().getSimpleName());
  }
}
