package dev.signalman.internal.engine;

import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.SignalInfo;
import dev.signalman.internal.wait.Poller;
import dev.signalman.posix.PassingWait;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The signals of one receiver, as one stream. A [SignalEngine] attaches signals to it.
public interface Source {
  /// Makes a wait poll for a moment before it sleeps, where that helps.
  Source spinning();

  /// A descriptor that is readable whenever there may be a signal to poll.
  ///
  /// @throws UnsupportedOperationException if there is none
  int descriptor();

  /// The next signal, or null if none has come. Does not wait, not even for another thread that
  /// waits.
  @Nullable SignalInfo poll();

  /// The next signal, or null if none came in time.
  ///
  /// @param nanos how long to wait, [dev.signalman.internal.kernel.Nanos#FOREVER] for ever
  @Nullable SignalInfo poll(long nanos) throws InterruptedException;

  /// The next signal, waiting for it if none has come. Null if none is there when something ends
  /// the wait, such as [#wake].
  ///
  /// @param idle how a [#spinning] source begins the wait
  @Nullable SignalInfo take(Poller.Idle idle) throws InterruptedException;

  /// The next signal of those that are read already, or null.
  @Nullable SignalInfo takeRead();

  /// Whether there are signals for [#takeRead].
  boolean hasRead();

  /// A wait that reads and passes on signals of this source; null if there is none. Its user is the
  /// only thread that reads, and reads all signals before each wait.
  default @Nullable PassingWait passingWait() {
    return null;
  }

  /// Says that the wait has read a signal: [#poll] has it.
  default void readByWait() {}

  /// Ends the present wait, or the next one if no thread waits.
  void wake();

  /// Something for a second thread to wait in, while the thread that usually reads is busy.
  ///
  /// @throws PosixException if the process is out of descriptors
  Standby standby() throws PosixException;

  /// Calls `news` whenever a signal has come, in the thread that brings it: it must not wait. At
  /// once if one is there.
  ///
  /// @return the end of the calls, or null if [#descriptor] has to be watched instead
  default @Nullable Registration announce(Runnable news) {
    return null;
  }

  /// Whether [#close] has begun.
  boolean isClosed();

  /// Ends all waits, runs `detach`, and hands the unread signals to `left`. When this returns, all
  /// of that is done, by this or another thread. If `left` throws, the rest is still done, and this
  /// throws the first exception of `left`. If `detach` throws, another call does everything.
  void close(Runnable detach, Consumer<SignalInfo> left);

  /// Wakes a thread when there is something to read, but only between [#begin] and [#end].
  interface Standby {
    /// From now on signals wake the thread, also those that could be read before.
    void begin();

    /// From now on signals do not wake the thread.
    void end();

    /// Closes it. From then on only [#wake] may be called, which does nothing.
    void close();

    /// Wakes the thread, or keeps its next wait from sleeping.
    void wake();

    /// Waits until the thread is woken. May return early.
    void await() throws InterruptedException;
  }
}
