package dev.signalman.process;

import dev.signalman.io.Fd;
import java.nio.file.Path;

/// Where one of a child's descriptors leads.
public sealed interface Stdio {
  /// Where this process's own leads. If it was started without, the child has none either, whatever
  /// file of the VM has that number now.
  static Stdio inherit() {
    return new Inherit();
  }

  /// To a new pipe, whose other end is [Child#stdin], [Child#stdout] or [Child#stderr].
  static Stdio pipe() {
    return new NewPipe();
  }

  /// To nowhere: `/dev/null`.
  static Stdio discard() {
    return new File(Path.of("/dev/null"), Access.READ_WRITE);
  }

  /// From a file.
  static Stdio from(Path file) {
    return new File(file, Access.READ);
  }

  /// To a file, which is made or emptied.
  static Stdio to(Path file) {
    return new File(file, Access.WRITE);
  }

  /// To the end of a file, which is made if need be.
  static Stdio appendTo(Path file) {
    return new File(file, Access.APPEND);
  }

  /// To an open descriptor, which stays the caller's to close.
  static Stdio of(Fd descriptor) {
    return new Open(descriptor);
  }

  /// Standard error: to where standard output goes.
  static Stdio merged() {
    return new Merged();
  }

  /// How a file is opened.
  enum Access {
    /// For reading.
    READ,
    /// For writing, emptied.
    WRITE,
    /// For writing at the end.
    APPEND,
    /// For both.
    READ_WRITE
  }

  /// See [#inherit].
  record Inherit() implements Stdio {}

  /// See [#pipe].
  record NewPipe() implements Stdio {}

  /// See [#from], [#to], [#appendTo].
  ///
  /// @param path of the file
  /// @param access how it is opened
  record File(Path path, Access access) implements Stdio {}

  /// See [#of].
  ///
  /// @param descriptor that is copied
  record Open(Fd descriptor) implements Stdio {}

  /// See [#merged].
  record Merged() implements Stdio {}
}
