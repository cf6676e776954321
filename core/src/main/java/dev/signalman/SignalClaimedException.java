package dev.signalman;

/// Thrown when a signal cannot be taken because something else in this process already receives it.
/// The message names the holder. Nothing was changed.
public final class SignalClaimedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final Signal signal;

  /// `signal` belongs to `holder` until that is closed.
  public SignalClaimedException(Signal signal, String holder) {
    super(signal.fullName() + " already belongs to " + holder + "; close that first");
    this.signal = signal;
  }

  /// The signal that was refused.
  public Signal signal() {
    return signal;
  }
}
