package dev.signalman;

/// A wait for signals ended, or could not begin, because its receiver is closed.
public final class ReceiverClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /// `receiver` names what was closed.
  public ReceiverClosedException(String receiver) {
    super(receiver + " is closed");
  }
}
