package dev.signalman.internal.engine;

import org.jspecify.annotations.Nullable;

/// The first failure of several steps that are all to be made; later ones are suppressed in it.
public final class FirstFailure {
  private @Nullable Throwable first;

  /// Makes a step.
  public void of(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      if (first == null) {
        first = e;
      } else if (!e.equals(first)) {
        first.addSuppressed(e);
      }
    }
  }

  /// Throws it, if there is one.
  public void rethrow() {
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException failure) {
      throw failure;
    }
  }
}
