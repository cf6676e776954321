package dev.signalman.internal.kernel;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.posix.ErrnoH;
import java.util.function.Supplier;

/// Checks of native calls: turns the bindings' `-errno` into exceptions.
public final class Calls {
  static {
    EarlyClasses.load();
  }

  private Calls() {}

  /// Loads classes before the code that needs them runs: naming them as arguments does it.
  public static void loaded(Class<?>... needed) {
    if (needed.length == 0) {
      throw new IllegalArgumentException("no class");
    }
  }

  /// Whether `-errno` means that the process is out of descriptors or memory, so that the call may
  /// succeed later. Compares numbers: the first `hashCode()` of a record takes as long as a whole
  /// probe.
  public static boolean isPassing(int result) {
    return result == -ErrnoH.EMFILE || result == -ErrnoH.ENFILE || result == -ErrnoH.ENOMEM;
  }

  /// Returns a result that is not negative, and throws for one that is.
  ///
  /// @param call the call with its arguments, for the exception
  public static int check(int result, String call) throws PosixException {
    if (result < 0) {
      throw new PosixException(call, new Errno(-result));
    }
    return result;
  }

  /// The same for a text that is made only when needed. Not for the way to a first signal or child:
  /// there each lambda costs half a millisecond.
  public static int check(int result, Supplier<String> call) throws PosixException {
    if (result < 0) {
      throw new PosixException(call.get(), new Errno(-result));
    }
    return result;
  }

  /// The same where a failure means a bug in this library and not in its user.
  public static int certain(int result, String call) {
    if (result < 0) {
      throw new IllegalStateException(call + ": " + new Errno(-result));
    }
    return result;
  }
}
