package dev.signalman.internal.kernel;

import org.jspecify.annotations.Nullable;

/// The first failure of several steps, all of which are made; later failures are added to it as
/// suppressed.
public final class FirstFailure {
  private @Nullable Throwable first;

  /// Runs a step.
  public void of(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      add(e);
    }
  }

  /// Records a failure.
  ///
  /// @param failure unchecked
  public void add(Throwable failure) {
    if (first == null) {
      first = failure;
    } else if (!failure.equals(first)) {
      first.addSuppressed(failure);
    }
  }

  /// Puts a failure before the present ones.
  public void first(RuntimeException failure) {
    if (first != null) {
      failure.addSuppressed(first);
    }
    first = failure;
  }

  /// Throws the first failure, if there is one.
  public void rethrow() {
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException failure) {
      throw failure;
    }
  }
}
