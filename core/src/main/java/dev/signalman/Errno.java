package dev.signalman;

import dev.signalman.posix.StringH;
import java.util.Map;

/// An error number of the kernel (errno(3)). Numbers without a name here survive as numbers.
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

  /// Broken pipe: nobody reads what is written.
  public static final Errno EPIPE = new Errno(32);

  /// Function not implemented.
  public static final Errno ENOSYS = new Errno(38);

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "EPERM"),
          Map.entry(2, "ENOENT"),
          Map.entry(3, "ESRCH"),
          Map.entry(4, "EINTR"),
          Map.entry(5, "EIO"),
          Map.entry(6, "ENXIO"),
          Map.entry(7, "E2BIG"),
          Map.entry(8, "ENOEXEC"),
          Map.entry(9, "EBADF"),
          Map.entry(10, "ECHILD"),
          Map.entry(11, "EAGAIN"),
          Map.entry(12, "ENOMEM"),
          Map.entry(13, "EACCES"),
          Map.entry(14, "EFAULT"),
          Map.entry(16, "EBUSY"),
          Map.entry(17, "EEXIST"),
          Map.entry(19, "ENODEV"),
          Map.entry(20, "ENOTDIR"),
          Map.entry(21, "EISDIR"),
          Map.entry(22, "EINVAL"),
          Map.entry(23, "ENFILE"),
          Map.entry(24, "EMFILE"),
          Map.entry(25, "ENOTTY"),
          Map.entry(26, "ETXTBSY"),
          Map.entry(28, "ENOSPC"),
          Map.entry(30, "EROFS"),
          Map.entry(32, "EPIPE"),
          Map.entry(36, "ENAMETOOLONG"),
          Map.entry(38, "ENOSYS"),
          Map.entry(40, "ELOOP"),
          Map.entry(88, "ENOTSOCK"),
          Map.entry(98, "EADDRINUSE"),
          Map.entry(104, "ECONNRESET"),
          Map.entry(107, "ENOTCONN"),
          Map.entry(109, "ETOOMANYREFS"),
          Map.entry(110, "ETIMEDOUT"),
          Map.entry(111, "ECONNREFUSED"));

  /// The C name, such as `ESRCH`, or `errno 123` for a number that has none here.
  public String name() {
    return NAMES.getOrDefault(number, "errno " + number);
  }

  /// The C library's words for it, such as `No such process`.
  public String description() {
    return StringH.strerror(number);
  }

  @Override
  public String toString() {
    return name() + " (" + description() + ")";
  }
}
