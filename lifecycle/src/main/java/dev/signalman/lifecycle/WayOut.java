package dev.signalman.lifecycle;

import dev.signalman.Signal;
import org.jspecify.annotations.Nullable;

/// How a program ends.
interface WayOut {
  /// Gets ready.
  ///
  /// @return false if the program ends already
  boolean install();

  /// Undoes [#install].
  void remove();

  /// Lets an exit that other code has begun continue.
  void release();

  /// Exits.
  ///
  /// @param by the signal to end by, if any
  /// @param afterwards runs when no other code can choose the status any more
  void exit(int status, @Nullable Signal by, Runnable afterwards);

  /// Shows what holds the exit up.
  void showHooks(Teller teller);

  /// Ends at once.
  void halt(int status, Teller teller);
}
