package dev.signalman.lifecycle;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.io.Fd;
import dev.signalman.io.Pipe;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/// The standard streams of a process that inherited its listener as descriptor 0. When such a
/// channel is closed, java.nio redirects descriptors 0, 1 and 2 to `/dev/null`, as a service of
/// inetd(8) expects.
///
/// So `System.out` and `System.err` write to copies of 1 and 2, and lose nothing. Afterwards the
/// copies take the places of 1 and 2 again, for children and for the VM itself.
final class StandardStreams {
  private final @Nullable Fd output;
  private final @Nullable Fd errors;

  private StandardStreams(@Nullable Fd output, @Nullable Fd errors) {
    this.output = output;
    this.errors = errors;
  }

  /// Makes the copies, as far as the outputs are open.
  static StandardStreams keep() throws PosixException {
    StandardStreams streams = new StandardStreams(copy(1), copy(2));
    if (streams.output != null) {
      System.out.flush();
      System.setOut(stream(new Uninterrupted(streams.output), System.out.charset()));
    }
    if (streams.errors != null) {
      OutputStream copy = new Uninterrupted(streams.errors);
      ErrorStream.PRESENT.becomes(copy);
      System.setErr(stream(copy, System.err.charset()));
    }
    return streams;
  }

  /// @return null if it is not open: there is nothing to keep
  private static @Nullable Fd copy(int number) throws PosixException {
    try {
      return Fd.copyOf(number);
    } catch (PosixException e) {
      if (e.errno().equals(Errno.EBADF)) {
        return null;
      }
      throw e;
    }
  }

  private static PrintStream stream(OutputStream out, Charset charset) {
    return new PrintStream(out, true, charset);
  }

  /// Gives standard input an end, so that no child inherits the listener with it.
  static void emptyInput() throws PosixException {
    try (Pipe pipe = Pipe.open()) {
      pipe.readEnd().becomeStandard(0);
    }
  }

  /// Puts the outputs back.
  void restore() throws PosixException {
    if (output != null) {
      output.becomeStandard(1);
    }
    if (errors != null) {
      errors.becomeStandard(2);
    }
  }

  /// Writes as the streams of the VM do: an interrupt does not end a write.
  private static final class Uninterrupted extends OutputStream {
    private final Fd descriptor;

    Uninterrupted(Fd descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
      boolean interrupted = false;
      try {
        while (rest.hasRemaining()) {
          try {
            descriptor.write(rest);
          } catch (InterruptedIOException _) {
            interrupted |= Thread.interrupted();
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
