package dev.signalman.cli.text;

import dev.signalman.Errno;

/// Texts for the errors of sending a signal to a process: the meaning and the C name.
public final class Errors {
  private Errors() {}

  /// A text such as `no such process (ESRCH)`.
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
      return "the signal queue of its user is full";
    }
    return errno.description();
  }
}
