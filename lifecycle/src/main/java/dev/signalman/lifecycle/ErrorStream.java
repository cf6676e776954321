package dev.signalman.lifecycle;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Standard error: descriptor 2, or its copy ([StandardStreams]).
final class ErrorStream {
  /// The standard error of this process.
  static final ErrorStream PRESENT = new ErrorStream();

  private volatile OutputStream target = new FileOutputStream(FileDescriptor.err);

  private ErrorStream() {}

  void write(byte[] bytes) throws IOException {
    target.write(bytes);
  }

  void becomes(OutputStream other) {
    target = other;
  }
}
