package dev.signalman.cli.output;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/// Standard output: UTF-8, and buffered, so that nothing is seen before [#flush] unless there is
/// much of it. Unlike a `PrintStream` it does not hide that writing failed.
public final class Output {
  private static final int BUFFER = 1 << 16;

  private final Writer writer;
  private final BooleanSupplier pipe;

  /// Writes to a stream.
  ///
  /// @param pipe asked when writing has failed: whether this is a pipe, or a socket, where the only
  ///   reason can be that nobody reads any more
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

  /// Hands everything to the reader.
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
