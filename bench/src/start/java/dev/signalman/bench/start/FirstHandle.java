package dev.signalman.bench.start;

import dev.signalman.Signal;
import dev.signalman.signal.Signals;

/// A first handler.
final class FirstHandle {
  private FirstHandle() {}

  public static void main(String[] args) {
    Signals.handle(Signal.USR1, _ -> System.out.println("got it"));
    Start.done();
  }
}
