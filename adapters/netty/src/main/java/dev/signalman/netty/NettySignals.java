package dev.signalman.netty;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SignalHandler;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

/// Signals on a loop of Netty, or on another `EventExecutor`.
///
/// ```java
/// NettySignals.handle(loop, SignalSet.of(Signal.USR1), info -> dump(info)); // in the loop
/// Future<SignalInfo> reload = NettySignals.next(loop, SignalSet.of(Signal.HUP));
/// ```
///
/// When the loop has ended, the signals are released: each has its previous action again, or goes
/// to the program's other receivers. A signal that comes after the loop was shut down, and before
/// it has ended, is discarded. It is counted in [SignalRegistration#dropped()] and reported to the
/// uncaught-exception handler.
public final class NettySignals {
  private static final String WAY_OUT = "handle signals on a loop that runs, and close it first";

  private NettySignals() {}

  /// Calls a handler in the loop for each signal, one call at a time and in order of arrival.
  /// Otherwise this is [Signals#handle(SignalSet, SignalHandler, java.util.concurrent.Executor)].
  ///
  /// @return the registration; its `close()` ends the handling
  /// @throws IllegalStateException if the loop was shut down; nothing is claimed then
  /// @throws dev.signalman.ReservedSignalException if a signal is reserved
  /// @throws dev.signalman.SignalClaimedException if a `SelfPipe` has one
  public static SignalRegistration handle(
      EventExecutor loop, SignalSet signals, SignalHandler handler) {
    requireRunning(loop, signals);
    SignalRegistration registration = Signals.handle(signals, handler, loop);
    loop.terminationFuture().addListener(_ -> registration.close());
    return registration;
  }

  private static void requireRunning(EventExecutor loop, SignalSet signals) {
    Loops.requireRunning(loop, "the loop cannot get " + signals, WAY_OUT);
  }

  /// Receives the next of the given signals. Later signals take their previous action, or go to
  /// other receivers. Listeners of the future run in the loop. A cancellation of the future
  /// releases the signals at once. If the loop ends before a signal has come, the future fails.
  ///
  /// @throws IllegalStateException if the loop was shut down; nothing is claimed then
  /// @throws dev.signalman.ReservedSignalException if a signal is reserved
  /// @throws dev.signalman.SignalClaimedException if a `SelfPipe` has one
  public static Future<SignalInfo> next(EventExecutor loop, SignalSet signals) {
    requireRunning(loop, signals);
    Next next = new Next(loop.newPromise());
    next.start(loop, signals);
    return next.promise;
  }

  private static final class Next implements SignalHandler {
    private final Promise<SignalInfo> promise;
    private @Nullable SignalRegistration registration;

    private Next(Promise<SignalInfo> promise) {
      this.promise = promise;
    }

    /// With the lock, so that no second signal is taken before the registration is known.
    private synchronized void start(EventExecutor loop, SignalSet signals) {
      registration = Signals.handle(signals, this, loop);
      FutureListener<Object> end = _ -> loopEnded(signals);
      loop.terminationFuture().addListener(end);
      promise.addListener(_ -> {
        loop.terminationFuture().removeListener(end);
        close();
      });
    }

    @Override
    public void handle(SignalInfo info) {
      close();
      if (!promise.trySuccess(info) && !othersHave(info.signal())) {
        Signals.raise(info.signal()); // cancelled just now: nobody here wants it
      }
    }

    /// Then they have got this one, too.
    private static boolean othersHave(Signal signal) {
      try {
        return Signals.disposition(signal) instanceof Disposition.Handled;
      } catch (UnsupportedOperationException _) {
        return false; // portable mode cannot tell; rather twice than never
      }
    }

    private void loopEnded(SignalSet signals) {
      close();
      promise.tryFailure(
          new IllegalStateException(
              "signalman-netty: the loop ended before one of " + signals + " came; " + WAY_OUT));
    }

    /// Without the lock, for which a running call may wait.
    private void close() {
      SignalRegistration present;
      synchronized (this) {
        present = registration;
      }
      if (present != null) {
        present.close();
      }
    }
  }
}
