package dev.signalman;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Thrown when a system call fails: says which call, on what, and with which [Errno].
///
/// The message reads `kill(4711, TERM): ESRCH (No such process)`.
public final class PosixException extends IOException {
  private static final long serialVersionUID = 1;

  private final String call;
  private final int errno;

  /// A failure of `call`, written as in C with its arguments.
  public PosixException(String call, Errno errno) {
    super(call + ": " + errno + wayOut(errno));
    this.call = call;
    this.errno = errno.number();
  }

  private static String wayOut(Errno errno) {
    return errno.equals(Errno.EMFILE) ? "; the limit is RLIMIT_NOFILE, see ulimit -n" : "";
  }

  /// The call with its arguments, such as `kill(4711, TERM)`.
  public String call() {
    return call;
  }

  /// Why it failed.
  public Errno errno() {
    return new Errno(errno);
  }

  /// This failure wrapped as an unchecked exception.
  public UncheckedIOException unchecked() {
    return new UncheckedIOException(getMessage(), this);
  }
}
