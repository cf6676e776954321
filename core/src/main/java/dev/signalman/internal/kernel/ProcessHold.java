package dev.signalman.internal.kernel;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import org.jspecify.annotations.Nullable;

/// A hold on a process that this program did not start: [HeldProcess] by the kernel, and in
/// portable mode another one by the JDK.
public interface ProcessHold extends AutoCloseable {
  /// Work with the descriptor.
  interface Use<T extends @Nullable Object, E extends Exception> {
    /// Does the work.
    T with(int descriptor) throws E;
  }

  /// Does work with the descriptor, which stays open meanwhile.
  ///
  /// @throws UnsupportedOperationException if there is none here
  /// @throws IllegalStateException if this is closed
  <T extends @Nullable Object, E extends Exception> T use(Use<T, E> use) throws E;

  /// The pid that the process has, or had.
  int pid();

  /// Sends a signal, as kill(2) does.
  ///
  /// @throws PosixException ESRCH if the process has ended and been waited for, EPERM if it belongs
  ///   to another user
  /// @throws IllegalStateException if this is closed
  /// @throws UnsupportedOperationException if that signal cannot be sent here
  void send(Signal signal) throws PosixException;

  /// Queues a signal with a value, as sigqueue(3) does.
  ///
  /// @throws PosixException EAGAIN, ESRCH, EPERM as sigqueue(3)
  /// @throws IllegalStateException if this is closed
  /// @throws UnsupportedOperationException if values cannot be sent here
  void send(Signal signal, long value) throws PosixException;

  /// Whether the process exists; a zombie that has not been waited for does.
  ///
  /// @throws IllegalStateException if this is closed
  boolean exists();

  /// Lets go of the process. A second call does nothing.
  @Override
  void close();
}
