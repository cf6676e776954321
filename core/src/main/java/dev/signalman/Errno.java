package dev.signalman;

/// An error number of the kernel (errno(3)). A number without a name is kept as a number.
///
/// @param number the positive number
public record Errno(int number) {
  /// Not permitted.
  public static final Errno EPERM = new Errno(1);

  /// No such file or directory.
  public static final Errno ENOENT = new Errno(2);

  /// No such process.
  public static final Errno ESRCH = new Errno(3);

  /// Interrupted system call.
  public static final Errno EINTR = new Errno(4);

  /// Argument list too long.
  public static final Errno E2BIG = new Errno(7);

  /// Bad descriptor.
  public static final Errno EBADF = new Errno(9);

  /// Try again: here, the limit of queued signals.
  public static final Errno EAGAIN = new Errno(11);

  /// Out of memory.
  public static final Errno ENOMEM = new Errno(12);

  /// Permission denied.
  public static final Errno EACCES = new Errno(13);

  /// Invalid argument.
  public static final Errno EINVAL = new Errno(22);

  /// Too many open files in the system.
  public static final Errno ENFILE = new Errno(23);

  /// Too many open files in the process.
  public static final Errno EMFILE = new Errno(24);

  /// Broken pipe: no reader is left.
  public static final Errno EPIPE = new Errno(32);

  /// Function not implemented.
  public static final Errno ENOSYS = new Errno(38);

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
