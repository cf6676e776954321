package dev.signalman.trial.service;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/// A file of lines, which has to be closed last. The runner reads it afterwards.
public final class Database implements AutoCloseable {
  private final FileChannel file;

  /// Opens it.
  public Database() throws IOException {
    file = FileChannel.open(Setup.database(), CREATE, APPEND);
  }

  /// Throws if it is closed.
  synchronized void write(String line) {
    try {
      file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    write("closed");
    file.close();
  }
}
