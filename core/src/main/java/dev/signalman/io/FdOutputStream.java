package dev.signalman.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// An output stream over a descriptor.
final class FdOutputStream extends OutputStream {
  private final Fd fd;

  FdOutputStream(Fd fd) {
    this.fd = fd;
  }

  @Override
  public void write(int value) throws IOException {
    fd.write(ByteBuffer.wrap(new byte[] {(byte) value}));
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    fd.write(ByteBuffer.wrap(source, offset, length));
  }

  @Override
  public void close() {
    fd.close();
  }
}
