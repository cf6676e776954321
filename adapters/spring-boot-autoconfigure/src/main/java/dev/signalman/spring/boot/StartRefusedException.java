package dev.signalman.spring.boot;

import org.jspecify.annotations.Nullable;

/// The application cannot start. The exception has the reason and the way out.
final class StartRefusedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  private final String wayOut;

  /// @param problem a sentence
  /// @param wayOut another one
  StartRefusedException(String problem, String wayOut, @Nullable Throwable cause) {
    super(problem + " " + wayOut, cause);
    this.wayOut = wayOut;
  }

  String problem() {
    String message = String.valueOf(getMessage());
    return message.substring(0, message.length() - wayOut.length() - 1);
  }

  String wayOut() {
    return wayOut;
  }
}
