package dev.signalman.loop;

import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.signal.SelfPipe;
import org.jspecify.annotations.Nullable;

/// What an [EventLoop] sleeps in, and what wakes it besides timers and tasks: [KernelEvents], or in
/// portable mode [WakenEvents].
sealed interface Events permits KernelEvents, WakenEvents {
  /// Waits for events, and calls their actions in the calling thread.
  ///
  /// @param nanos how long to wait; 0 not to wait, or [dev.signalman.internal.kernel.Nanos#FOREVER]
  void turn(long nanos, EventLoop loop) throws InterruptedException;

  /// Ends the present wait, or the next one if no thread waits.
  void wake();

  /// Adds an action for reading or for writing.
  ///
  /// @return false if this is closed
  /// @throws UnsupportedOperationException if no descriptor can be watched
  boolean add(int descriptor, int event, Watches.Action action) throws PosixException;

  /// Removes an action, unless the descriptor has another owner by now.
  void remove(int descriptor, int event, Watches.Action action);

  /// Calls `watch` when signals have come.
  ///
  /// @return the end of the calls, or null if this is closed
  @Nullable Registration listen(SelfPipe pipe, SignalWatch watch) throws PosixException;

  /// Ends everything.
  void close();
}
