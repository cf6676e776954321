package dev.signalman.lifecycle;

import dev.signalman.Signal;
import org.jspecify.annotations.Nullable;

/// The ways to end a program.
interface WayOut {
  /// Prepares the end.
  ///
  /// @return false if the program is already ending
  boolean install();

  /// Undoes [#install].
  void remove();

  /// Lets an exit that other code has begun continue.
  void release();

  /// Exits.
  ///
  /// @param by the signal to end by, if any
  /// @param afterwards runs when no other code can change the status any more
  void exit(int status, @Nullable Signal by, Runnable afterwards);

  /// Shows the threads that hold up the exit.
  void showHooks(Teller teller);

  /// Ends the program at once.
  void halt(int status, Teller teller);
}
