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
      add(e);
    }
  }

  /// Takes note of one.
  ///
  /// @param failure unchecked
  void add(Throwable failure) {
    if (first == null) {
      first = failure;
    } else if (!failure.equals(first)) {
      first.addSuppressed(failure);
    }
  }

  /// Puts one before those that there are.
  public void first(RuntimeException failure) {
    if (first != null) {
      failure.addSuppressed(first);
    }
    first = failure;
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
