package dev.signalman.cli.program;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import java.io.IOException;
import java.util.List;

/// A program could not be started. The status is the one that shells, env(1) and timeout(1) end
/// with then.
public final class NotStartedException extends IOException {
  private static final long serialVersionUID = 1;

  /// What failed is not the program but the command that was to run it. The same status as that of
  /// timeout(1) and env(1).
  public static final int RUNNER_FAILED = 125;

  static final Errno ENOEXEC = new Errno(8);

  /// There is no such program.
  private static final int NOT_FOUND = 127;

  /// There is one, but it cannot be run.
  private static final int NOT_RUNNABLE = 126;

  /// What is lacking is not the program.
  private static final List<Errno> OWN =
      List.of(Errno.EAGAIN, Errno.EBADF, Errno.ENOMEM, Errno.EMFILE, Errno.ENFILE, Errno.ENOSYS);

  private final int status;

  NotStartedException(String program, IOException reason) {
    super(words(program, String.valueOf(reason.getMessage())), reason);
    this.status = status(reason);
  }

  /// Some reasons are sentences of their own.
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

  /// The exit status that tells of it: [#RUNNER_FAILED], 126 or 127.
  public int status() {
    return status;
  }
}
