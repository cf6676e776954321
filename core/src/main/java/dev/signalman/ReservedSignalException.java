package dev.signalman;

/// Thrown when a signal cannot be taken, ignored or set to its default because the kernel, the VM
/// or a library needs it. The message says what needs it, why, and what to do instead. Nothing was
/// changed.
public final class ReservedSignalException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final Signal signal;

  /// Refuses `wish`, such as `be claimed`, for `signal`.
  public ReservedSignalException(Signal signal, String wish, String reason) {
    super(signal.fullName() + " cannot " + wish + ": " + reason);
    this.signal = signal;
  }

  /// The signal that was refused.
  public Signal signal() {
    return signal;
  }
}
