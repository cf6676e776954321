package dev.signalman.cli.output;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Standard output cannot be written to.
public final class OutputException extends UncheckedIOException {
  private static final long serialVersionUID = 1;

  private final boolean readerGone;

  OutputException(IOException reason, boolean readerGone) {
    super("cannot write to standard output: " + reason.getMessage(), reason);
    this.readerGone = readerGone;
  }

  /// Whether nobody reads any more, as in `signalman watch USR1 | head -1`. That is not reported.
  public boolean readerGone() {
    return readerGone;
  }
}
