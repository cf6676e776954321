package dev.signalman.cli.output;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// Standard output in UTF-8. It is buffered: text appears at [#flush], or when the buffer is full.
/// Unlike a `PrintStream` it does not hide failures.
public final class Output {
  private static final int BUFFER = 1 << 16;

  private final Writer writer;
  private final BooleanSupplier pipe;

  /// Writes to a stream.
  ///
  /// @param pipe asked after a failure: whether this is a pipe or a socket. Then the only possible
  ///   reason is that nobody reads any more
  public Output(OutputStream stream, BooleanSupplier pipe) {
    this.writer =
        new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), BUFFER);
    this.pipe = pipe;
  }

  /// Writes a line.
  public void line(CharSequence line) {
    try {
      writer.append(line).write('\n');
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Writes text that has its own line ends.
  public void text(CharSequence text) {
    try {
      writer.append(text);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /// Writes everything that is buffered.
  public void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private OutputException failed(IOException reason) {
    return new OutputException(reason, pipe.getAsBoolean());
  }
}
