package dev.signalman.process;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Hands on each write at once, as a pipe does. The JDK puts a buffer before the pipe.
final class FlushedStream extends FilterOutputStream {
  FlushedStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    out.flush();
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    out.flush();
  }
}
