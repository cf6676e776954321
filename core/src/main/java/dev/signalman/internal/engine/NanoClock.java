package dev.signalman.internal.engine;

import java.util.function.LongSupplier;

/// `System.nanoTime()` for code that takes its clock as an argument. A class of its own, since a
/// method reference is made anew at each place that has one.
enum NanoClock implements LongSupplier {
  INSTANCE;

  @Override
  public long getAsLong() {
    return System.nanoTime();
  }
}
