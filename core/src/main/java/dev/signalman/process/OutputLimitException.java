package dev.signalman.process;

import java.io.IOException;

/// A child wrote more than the limit that was given to [Spawn#capture]. It has been stopped.
public final class OutputLimitException extends IOException {
  private static final long serialVersionUID = 1;

  OutputLimitException(Child child, int limit) {
    super(
        child
            + " wrote more than "
            + limit
            + " bytes, and was stopped; allow more, or read them"
            + " from Stdio.pipe()");
  }
}
