package dev.signalman.observe;

import dev.signalman.Registration;
import org.jspecify.annotations.Nullable;

/// The observers of this process.
public final class Observers {
  /// Null if there are none: a signal then costs one read of this field. The class is loaded before
  /// the first signal, so it refers to no other class.
  static volatile @Nullable Observer present;

  private Observers() {}

  /// Adds an observer, which gets calls from now on.
  ///
  /// @return its `close()` removes the observer; a call that has begun may still be running then
  public static Registration add(Observer observer) {
    return Everyone.add(observer);
  }

  /// All observers as one, which never throws; null if there are none. Code that reports an event
  /// asks for this first.
  public static @Nullable Observer all() {
    return present;
  }
}
