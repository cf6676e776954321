package dev.signalman.internal.engine;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.PosixException;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What changes the actions of signals in this process: [Engine] through the kernel, and in
/// portable mode another one through the VM.
public interface SignalEngine {
  /// What works here.
  Capabilities capabilities();

  /// Calls `listener` in a separate thread for each replaced action that is noticed from now on.
  ///
  /// @throws UnsupportedOperationException if none is noticed
  void addListener(Consumer<Replacement> listener);

  /// Ends the calls; one that has begun may still be running.
  void removeListener(Consumer<Replacement> listener);

  /// A receiver without signals.
  ///
  /// @param owner the owner, whose `toString()` is used in exceptions
  /// @throws PosixException if the process is out of descriptors
  Source source(Object owner) throws PosixException;

  /// Makes `source` the receiver of `signals`: all of them, or none and an exception.
  ///
  /// @param asked the requested mode, or null for the best available one
  /// @throws ReservedSignalException if one of them cannot be received
  /// @throws SignalClaimedException if one of them has a receiver
  /// @throws UnsupportedOperationException if one of them cannot come in the requested mode
  void claim(SignalSet signals, Source source, @Nullable Mode asked);

  /// Gives back those of `signals` that `source` holds.
  void release(SignalSet signals, Source source);

  /// The source that gets a signal, or null if none does; null once its release has begun.
  @Nullable Source receiver(Signal signal);

  /// The mode of a signal that has a receiver.
  ///
  /// @throws IllegalStateException if it has none
  Mode mode(Signal signal);

  /// Whether a signal has no receiver, or one that wants the mode `asked`.
  boolean comesAs(Signal signal, @Nullable Mode asked);

  /// Discards pending instances of those of `signals` that `source` holds; the claims stay.
  void discardPending(SignalSet signals, Source source);

  /// The number of instances of `signals` that found no room since the process began.
  long dropped(SignalSet signals);

  /// Sets the action of a signal, and ends its claim if `own` holds it.
  ///
  /// @return what it did before
  /// @throws ReservedSignalException if the VM needs it otherwise
  /// @throws SignalClaimedException if it belongs to a receiver other than `own`
  SignalState change(Signal signal, Verb verb, @Nullable Source own);

  /// The present state of a signal.
  ///
  /// @throws UnsupportedOperationException if it cannot be known
  SignalState standing(Signal signal);

  /// Lets a received but unread signal take its present action, by sending it again.
  void sendAgain(SignalInfo info);

  /// The actions that [#change] can set.
  enum Verb {
    /// `SIG_IGN`.
    IGNORE,
    /// `SIG_DFL`.
    DEFAULT,
    /// The action before the first of the other two.
    RESTORE
  }
}
