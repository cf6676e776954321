package dev.signalman;

import dev.signalman.posix.ErrnoH;

/// An error number of the kernel (errno(3)). A number without a name is kept as a number.
///
/// @param number the positive number
public record Errno(int number) {
  /// Not permitted.
  public static final Errno EPERM = new Errno(ErrnoH.EPERM);

  /// No such file or directory.
  public static final Errno ENOENT = new Errno(ErrnoH.ENOENT);

  /// No such process.
  public static final Errno ESRCH = new Errno(ErrnoH.ESRCH);

  /// Interrupted system call.
  public static final Errno EINTR = new Errno(ErrnoH.EINTR);

  /// Argument list too long.
  public static final Errno E2BIG = new Errno(ErrnoH.E2BIG);

  /// Bad descriptor.
  public static final Errno EBADF = new Errno(ErrnoH.EBADF);

  /// Try again: here, the limit of queued signals.
  public static final Errno EAGAIN = new Errno(ErrnoH.EAGAIN);

  /// Out of memory.
  public static final Errno ENOMEM = new Errno(ErrnoH.ENOMEM);

  /// Permission denied.
  public static final Errno EACCES = new Errno(ErrnoH.EACCES);

  /// Invalid argument.
  public static final Errno EINVAL = new Errno(ErrnoH.EINVAL);

  /// Too many open files in the system.
  public static final Errno ENFILE = new Errno(ErrnoH.ENFILE);

  /// Too many open files in the process.
  public static final Errno EMFILE = new Errno(ErrnoH.EMFILE);

  /// Broken pipe: no reader is left.
  public static final Errno EPIPE = new Errno(ErrnoH.EPIPE);

  /// Function not implemented.
  public static final Errno ENOSYS = new Errno(ErrnoH.ENOSYS);

  /// The C name, such as `ESRCH`, or `errno 524` for a number that has none.
  public String name() {
    return ErrnoTable.name(number);
  }

  /// A few words of English, as strerror(3) has them: `No such process`. Calls no native function.
  public String description() {
    return ErrnoTable.description(number);
  }

  @Override
  public String toString() {
    return name() + " (" + description() + ")";
  }
}
