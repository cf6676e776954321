package dev.signalman.process;

import dev.signalman.io.Fd;
import java.nio.file.Path;

/// The target of one of a child's descriptors.
public sealed interface Stdio {
  /// The target of this process's own descriptor. If this process was started without that
  /// descriptor, the child has none either, even if a file of the VM has the number now.
  static Stdio inherit() {
    return new Inherit();
  }

  /// A new pipe, whose other end is [Child#stdin], [Child#stdout] or [Child#stderr].
  ///
  /// It holds 65,536 bytes. It grows to 262,144, once, when this process finds it too small: when a
  /// write to the child does not fit, or when reads have taken the pipe's whole capacity without
  /// finding it empty in between. Parent and child then wake each other less often, and the
  /// throughput is higher.
  ///
  /// Other pipes do not grow, because the total size of a user's pipes is limited
  /// (`/proc/sys/fs/pipe-user-pages-soft`, pipe(7)), usually to 256 pipes of the larger size at a
  /// time. Beyond that no pipe grows and new ones hold two pages, unless the process is privileged.
  /// Whether a pipe grows or not, every byte arrives, in order.
  ///
  /// A size that was set with F_SETPIPE_SZ stays. For a pipe that never grows, open one
  /// ([dev.signalman.io.Pipe#open]) and give the child an end of it ([#of]).
  static Stdio pipe() {
    return new NewPipe();
  }

  /// No target: `/dev/null`.
  static Stdio discard() {
    return new File(Path.of("/dev/null"), Access.READ_WRITE);
  }

  /// A file to read from.
  static Stdio from(Path file) {
    return new File(file, Access.READ);
  }

  /// A file to write to, which is made or emptied.
  static Stdio to(Path file) {
    return new File(file, Access.WRITE);
  }

  /// A file to append to, which is made if needed.
  static Stdio appendTo(Path file) {
    return new File(file, Access.APPEND);
  }

  /// An open descriptor, which the caller still has to close.
  static Stdio of(Fd descriptor) {
    return new Open(descriptor);
  }

  /// For standard error: the target of standard output.
  static Stdio merged() {
    return new Merged();
  }

  /// How a file is opened.
  enum Access {
    /// To read.
    READ,
    /// To write, emptied first.
    WRITE,
    /// To write at the end.
    APPEND,
    /// To read and write.
    READ_WRITE
  }

  /// See [#inherit].
  record Inherit() implements Stdio {}

  /// See [#pipe].
  record NewPipe() implements Stdio {}

  /// See [#from], [#to], [#appendTo].
  ///
  /// @param path the path of the file
  /// @param access how it is opened
  record File(Path path, Access access) implements Stdio {}

  /// See [#of].
  ///
  /// @param descriptor the descriptor, which is copied
  record Open(Fd descriptor) implements Stdio {}

  /// See [#merged].
  record Merged() implements Stdio {}
}
