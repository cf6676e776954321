package dev.signalman.posix;

import java.lang.reflect.Field;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lets a test fail or delay any call before it reaches the kernel or the C library.
///
/// It works only in a VM that was started with `-Ddev.signalman.posix.seam=true`. Otherwise the
/// compiler removes it, since the property is read once.
public final class CallSeam {
  /// The name of the system property.
  public static final String PROPERTY = "dev.signalman.posix.seam";

  /// The name of the system property with the function that the C library appears to lack.
  public static final String LACKS = "dev.signalman.posix.lacks";

  /// The name by which [Plan] sees the allocation of a [Memory].
  public static final String ALLOCATION = "Memory.allocate";

  static final boolean ON = Boolean.getBoolean(PROPERTY);

  private static volatile @Nullable Plan plan;

  private CallSeam() {}

  /// Decides the fate of calls.
  @FunctionalInterface
  public interface Plan {
    /// Called in the calling thread before each call; it may wait for any time.
    ///
    /// @param call the kernel's or the C library's name of the function, or [#ALLOCATION]
    /// @return 0 to make the call, or the error number with which it appears to fail
    int errno(String call);
  }

  /// Submits every later call to `plan`, or to none.
  ///
  /// @throws IllegalStateException if the VM was started without the property
  public static void install(@Nullable Plan plan) {
    if (!ON) {
      throw new IllegalStateException("start the VM with -D" + PROPERTY + "=true");
    }
    CallSeam.plan = plan;
  }

  /// Whether the C library is to appear to have no function of that name: the system property
  /// [#LACKS] names it.
  static boolean lacks(String function) {
    return ON && function.equals(System.getProperty(LACKS));
  }

  static int before(String call) {
    Plan present = plan;
    return present == null ? 0 : present.errno(call);
  }

  static int before(long systemCall) {
    return plan == null ? 0 : before(name(systemCall));
  }

  private static String name(long systemCall) {
    try {
      for (Field field : SyscallNumbers.class.getDeclaredFields()) {
        if (field.getType() == long.class && field.getLong(null) == systemCall) {
          return field.getName().toLowerCase(Locale.ROOT);
        }
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
    return "system call " + systemCall;
  }
}
