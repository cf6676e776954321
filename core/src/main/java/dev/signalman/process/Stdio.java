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
  ///
  /// It holds 65,536 bytes. It grows to 262,144, once, when this process finds it too small: when a
  /// write to the child does not fit, or when as much as it holds has been read and it was not
  /// empty in between. Parent and child then wake each other less often, and more goes through.
  ///
  /// A pipe that is not used so stays as it is, because what all pipes of a user may hold is
  /// limited (`/proc/sys/fs/pipe-user-pages-soft`, pipe(7)): usually to 256 pipes of the larger
  /// size at a time. Beyond that none grows any more and new ones hold two pages, unless the
  /// process is privileged. Whether a pipe grows or not, every byte arrives, in order.
  ///
  /// A size that somebody has set (F_SETPIPE_SZ) stays. Who wants a pipe that never grows opens one
  /// ([dev.signalman.io.Pipe#open]) and gives the child an end of it ([#of]).
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
