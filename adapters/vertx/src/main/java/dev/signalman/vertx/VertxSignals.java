package dev.signalman.vertx;

import dev.signalman.SignalSet;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/// Signals as a stream of Vert.x.
///
/// ```java
/// VertxSignals.on(vertx, SignalSet.of(Signal.USR1)).handler(info -> dump(info));
/// ```
public final class VertxSignals {
  /// The default number of signals that may wait for a stream.
  private static final int USUAL_CAPACITY = 1024;

  private VertxSignals() {}

  /// A stream of the given signals with room for 1024 of them.
  ///
  /// @see #on(Vertx, SignalSet, int)
  public static SignalStream on(Vertx vertx, SignalSet signals) {
    return on(vertx, signals, USUAL_CAPACITY);
  }

  /// A stream of the given signals, which are claimed from now on. Its handlers run on the Vert.x
  /// context of the caller; if there is none, on a new context of an event loop.
  ///
  /// @param capacity how many signals wait while the stream is paused or has no handler; more are
  ///   discarded and counted in [SignalStream#dropped()]
  /// @throws IllegalArgumentException if there is no signal, or no room
  /// @throws IllegalStateException if Vert.x was closed; nothing is claimed then
  /// @throws dev.signalman.ReservedSignalException if a signal is reserved
  /// @throws dev.signalman.SignalClaimedException if a `SelfPipe` has one
  public static SignalStream on(Vertx vertx, SignalSet signals, int capacity) {
    Running.require(
        vertx,
        "the stream of " + signals + " cannot be made",
        "make it before Vert.x is closed, or with a Vert.x that runs");
    Context context = vertx.getOrCreateContext();
    SignalQueue queue = Signals.queue(signals, capacity);
    SignalStream stream = new SignalStream(vertx, context, queue);
    stream.start();
    return stream;
  }
}
