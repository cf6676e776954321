package dev.signalman.time;

/// Thrown when the work inside a [Deadline] was interrupted because its time was over, or because
/// its signal came.
public final class DeadlineExceededException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DeadlineExceededException(String message) {
    super(message);
  }
}
