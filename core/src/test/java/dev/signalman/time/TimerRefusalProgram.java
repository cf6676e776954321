package dev.signalman.time;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;

/// Makes timers where the kernel will not have it.
final class TimerRefusalProgram {
  private TimerRefusalProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "lacking" -> lacking(TimerClock.valueOf(args[1]));
      case "limit" -> limit();
      case "forbidden" -> forbidden();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static SignalTimer timer() throws PosixException {
    return SignalTimer.create(TimerClock.MONOTONIC, Signal.RT1, 0);
  }

  private static void lacking(TimerClock clock) throws Exception {
    try (SignalTimer timer = SignalTimer.create(clock, Signal.RT1, 0)) {
      System.out.println(timer + " works");
    } catch (UnsupportedOperationException e) {
      System.out.println(e.getMessage());
    }
    try (SignalTimer timer = timer()) {
      System.out.println(timer.clock() + " works");
    }
    try {
      System.out.println(clock.now());
    } catch (UnsupportedOperationException e) {
      System.out.println(e.getMessage());
    }
  }

  /// The count is that of all processes of the user: others may be at the limit for a while.
  private static void limit() throws Exception {
    List<SignalTimer> timers = new ArrayList<>();
    try {
      while (timers.size() <= 300) {
        timers.add(timer());
      }
      System.out.println("no limit");
    } catch (PosixException e) {
      System.out.println(e.getMessage());
    }
    timers.forEach(SignalTimer::close);
    Eventually.until("another timer", TimerRefusalProgram::canCreate);
    System.out.println("created again");
  }

  private static boolean canCreate() throws PosixException {
    try (SignalTimer _ = timer()) {
      return true;
    } catch (PosixException e) {
      if (e.errno().equals(Errno.EAGAIN)) {
        return false;
      }
      throw e;
    }
  }

  private static void forbidden() {
    try {
      System.out.println(timer());
    } catch (PosixException e) {
      System.out.println(e.getMessage());
    }
  }
}
