package dev.signalman.internal.kernel;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/// Resources that were not closed, and are freed when they are no longer in use.
public final class Leftovers {
  private static @Nullable Cleaner cleaner;

  private Leftovers() {}

  /// Runs `action` once: some time after `owner` is no longer in use, or when the result is
  /// cleaned. The action must not refer to `owner`.
  public static synchronized Cleaner.Cleanable register(Object owner, Runnable action) {
    Cleaner present = cleaner;
    if (present == null) {
      present = Cleaner.create();
      cleaner = present; // only now: starting the thread may fail
    }
    return present.register(owner, action);
  }
}
