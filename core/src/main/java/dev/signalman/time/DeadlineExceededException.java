package dev.signalman.time;

/// The work inside a [Deadline] was interrupted because its time was over, or because the signal
/// came that ends it.
public final class DeadlineExceededException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DeadlineExceededException(String message) {
    super(message);
  }
}
