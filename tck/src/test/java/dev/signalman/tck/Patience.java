package dev.signalman.tck;

import org.reactivestreams.tck.TestEnvironment;

/// How long the TCK waits: long for what has to come, a moment for what must not.
final class Patience {
  private static final long FOR_SIGNALS = 20_000;
  private static final long FOR_NOTHING = 50;

  private Patience() {}

  static TestEnvironment environment() {
    return new TestEnvironment(FOR_SIGNALS, FOR_NOTHING, FOR_NOTHING);
  }
}
