package dev.signalman.cli.stop;

import dev.signalman.Errno;
import org.jspecify.annotations.Nullable;

/// A process that this command does not stop. The message says why, in words that follow its pid.
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final int pid;
  private final transient @Nullable Errno errno;

  /// @param errno the kernel's refusal, or null if it is this command's own
  RefusedException(int pid, String reason, @Nullable Errno errno) {
    super(reason);
    this.pid = pid;
    this.errno = errno;
  }

  int pid() {
    return pid;
  }

  /// The name of the kernel's error, or null.
  @Nullable String error() {
    return errno == null ? null : errno.name();
  }
}
