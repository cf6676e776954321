package dev.signalman.posix;

/// What a failed call returns, as a number of its own, so that a test names it.
final class ErrnoNumbers {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EBADF = 9;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EEXIST = 17;
  static final int EINVAL = 22;
  static final int EMFILE = 24;
  static final int EPIPE = 32;

  private ErrnoNumbers() {}
}
