package dev.signalman.posix;

/// `<errno.h>`: the numbers of errors that this library decides by. Functions return them negated.
public final class ErrnoH {
  /// See errno(3).
  public static final int EPERM = 1;

  /// See errno(3).
  public static final int ENOENT = 2;

  /// See errno(3).
  public static final int ESRCH = 3;

  /// See errno(3).
  public static final int EINTR = 4;

  /// See errno(3).
  public static final int E2BIG = 7;

  /// See errno(3).
  public static final int ENOEXEC = 8;

  /// See errno(3).
  public static final int EBADF = 9;

  /// See errno(3).
  public static final int ECHILD = 10;

  /// See errno(3).
  public static final int EAGAIN = 11;

  /// See errno(3).
  public static final int ENOMEM = 12;

  /// See errno(3).
  public static final int EACCES = 13;

  /// See errno(3).
  public static final int EINVAL = 22;

  /// See errno(3).
  public static final int ENFILE = 23;

  /// See errno(3).
  public static final int EMFILE = 24;

  /// See errno(3).
  public static final int EPIPE = 32;

  /// See errno(3).
  public static final int ENOSYS = 38;

  /// See errno(3).
  public static final int ENOTSOCK = 88;

  private ErrnoH() {}
}
