package dev.signalman.observe;

import dev.signalman.Registration;
import org.jspecify.annotations.Nullable;

/// The observers of this process.
public final class Observers {
  /// Null if there are none: then all that the way of a signal pays is a look at this. The class is
  /// loaded before the first signal, so it needs no other one.
  static volatile @Nullable Observer present;

  private Observers() {}

  /// Tells `observer` what happens from now on, in addition to the others.
  ///
  /// @return ends it; a call that has begun may still be running. Nothing else is left: an observer
  ///   has no thread and claims no signal
  public static Registration add(Observer observer) {
    return Everyone.add(observer);
  }

  /// All observers as one, which never throws; null if there are none. Whatever has something to
  /// tell begins with this question.
  public static @Nullable Observer all() {
    return present;
  }
}
