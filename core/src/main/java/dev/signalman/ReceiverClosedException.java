package dev.signalman;

/// Thrown when a wait for signals ends, or cannot begin, because its receiver is closed.
public final class ReceiverClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /// `receiver` names the closed receiver.
  public ReceiverClosedException(String receiver) {
    super(receiver + " is closed");
  }
}
