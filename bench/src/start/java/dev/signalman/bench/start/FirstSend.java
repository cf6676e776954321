package dev.signalman.bench.start;

import dev.signalman.Signal;
import dev.signalman.signal.Signals;

/// A first signal sent, which does nothing.
final class FirstSend {
  private FirstSend() {}

  public static void main(String[] args) throws Exception {
    Signals.send(Integer.parseInt(args[0]), Signal.WINCH);
    Start.done();
  }
}
