package dev.signalman.bench.start;

import sun.misc.Signal;

/// The JDK's own handler.
final class SunMiscSignal {
  private SunMiscSignal() {}

  public static void main(String[] args) {
    Signal.handle(new Signal("USR1"), _ -> System.out.println("got it"));
    Start.done();
  }
}
