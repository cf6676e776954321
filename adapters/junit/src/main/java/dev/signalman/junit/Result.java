package dev.signalman.junit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/// How a test in its own VM ended.
///
/// @param aborted whether an assumption did not hold
/// @param thrown the exception of the test, or a copy as text if it cannot be serialized; null if
///   the test passed
record Result(boolean aborted, @Nullable Throwable thrown) implements Serializable {
  static Result passed() {
    return new Result(false, null);
  }

  static Result failed(Throwable thrown) {
    return new Result(false, thrown);
  }

  static Result aborted(Throwable thrown) {
    return new Result(true, thrown);
  }

  byte[] toBytes() throws IOException {
    try {
      byte[] bytes = write(this);
      read(bytes); // some can be written, and not read
      return bytes;
    } catch (IOException | RuntimeException | LinkageError _) {
      return write(new Result(aborted, thrown == null ? null : copy(thrown)));
    }
  }

  private static AssertionError copy(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    AssertionError copy = new AssertionError(text.toString());
    copy.setStackTrace(thrown.getStackTrace());
    return copy;
  }

  private static byte[] write(Result result) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(result);
    }
    return bytes.toByteArray();
  }

  /// The result that a VM sent.
  ///
  /// @throws IOException if it is none
  static Result read(byte[] bytes) throws IOException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (Result) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException("a class of the other VM is unknown here", e);
    }
  }
}
