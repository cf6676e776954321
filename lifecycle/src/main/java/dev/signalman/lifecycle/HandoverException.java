package dev.signalman.lifecycle;

/// A handover was refused; nothing has changed.
public final class HandoverException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /// Why it was refused.
  public enum Reason {
    /// There is no listener that the new process could inherit.
    NO_LISTENER,
    /// A handover is in progress.
    BUSY,
    /// The program is stopping, or has been handed over.
    STOPPING,
    /// This is process 1 of a container, whose end is the end of the container.
    PROCESS_ONE,
    /// The program cannot be started a second time.
    CANNOT_START
  }

  private final Reason reason;

  HandoverException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  HandoverException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /// Why it was refused.
  public Reason reason() {
    return reason;
  }
}
