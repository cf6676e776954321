package dev.signalman.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// An input stream over a descriptor.
final class FdInputStream extends InputStream {
  private final Fd fd;

  FdInputStream(Fd fd) {
    this.fd = fd;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return length == 0 ? 0 : fd.read(ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public int available() throws IOException {
    return fd.available();
  }

  @Override
  public void close() {
    fd.close();
  }
}
