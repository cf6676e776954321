package dev.signalman.cli.text;

import dev.signalman.Errno;

/// Error numbers as people read them: what it means for a process that was to be signalled, and the
/// C name.
public final class Errors {
  private Errors() {}

  /// Such as `no such process (ESRCH)`.
  public static String words(Errno errno) {
    return meaning(errno) + " (" + errno.name() + ")";
  }

  private static String meaning(Errno errno) {
    if (errno.equals(Errno.ESRCH)) {
      return "no such process";
    }
    if (errno.equals(Errno.EPERM)) {
      return "operation not permitted";
    }
    if (errno.equals(Errno.EAGAIN)) {
      return "its user has as many signals queued as allowed";
    }
    return errno.description();
  }
}
