package dev.signalman.internal.engine;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/// What is given back when nobody uses it any more, because nobody has closed it.
public final class Leftovers {
  private static @Nullable Cleaner cleaner;

  private Leftovers() {}

  /// Has `action` run once: some time after `owner`, to which it must not refer, is not in use any
  /// more, or when the result is told to.
  public static synchronized Cleaner.Cleanable register(Object owner, Runnable action) {
    Cleaner present = cleaner;
    if (present == null) {
      present = Cleaner.create();
      cleaner = present; // only now: there may be no thread to be had this time
    }
    return present.register(owner, action);
  }
}
