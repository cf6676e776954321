package dev.signalman.internal.kernel;

import java.util.function.LongSupplier;

/// `System.nanoTime()` for code that takes its clock as an argument. It is a class of its own
/// because each method reference is linked separately in each place.
public enum NanoClock implements LongSupplier {
  INSTANCE;

  @Override
  public long getAsLong() {
    return System.nanoTime();
  }
}
