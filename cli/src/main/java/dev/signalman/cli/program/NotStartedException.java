package dev.signalman.cli.program;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A program could not be started. The status is that of shells, env(1) and timeout(1).
public final class NotStartedException extends IOException {
  private static final long serialVersionUID = 1;

  /// The command that should run the program has failed. timeout(1) and env(1) have the same
  /// status.
  public static final int RUNNER_FAILED = 125;

  static final Errno ENOEXEC = new Errno(8);

  /// The program does not exist.
  private static final int NOT_FOUND = 127;

  /// The program exists, but cannot be run.
  private static final int NOT_RUNNABLE = 126;

  /// The failure is not the program's.
  private static final List<Errno> OWN =
      List.of(Errno.EAGAIN, Errno.EBADF, Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE, Errno.ENOSYS);

  private final int status;

  NotStartedException(String program, IOException reason) {
    super(words(program, String.valueOf(reason.getMessage())), reason);
    this.status = status(reason);
  }

  /// Some reasons are whole sentences already.
  private static String words(String program, String reason) {
    return reason.startsWith("start ")
        ? "cannot " + reason
        : "cannot start " + program + ": " + reason;
  }

  private static int status(IOException reason) {
    if (!(reason instanceof PosixException posix) || OWN.contains(posix.errno())) {
      return RUNNER_FAILED;
    }
    return posix.errno().equals(Errno.ENOENT) ? NOT_FOUND : NOT_RUNNABLE;
  }

  /// The error of the kernel; null if that is not why.
  public @Nullable Errno errno() {
    return getCause() instanceof PosixException posix ? posix.errno() : null;
  }

  /// The exit status: [#RUNNER_FAILED], 126 or 127.
  public int status() {
    return status;
  }
}
