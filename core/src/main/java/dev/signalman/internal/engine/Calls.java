package dev.signalman.internal.engine;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.posix.StringH;
import java.util.function.Supplier;

/// Turns the bindings' `-errno` into exceptions.
public final class Calls {
  static {
    loaded(PosixException.class, Errno.class, StringH.class, Uncaught.class, DaemonThread.class);
  }

  private Calls() {}

  /// Has what tells of a failure loaded, which the mention alone does. From a folder on the class
  /// path a class is loaded with a descriptor; if the failure is that there is none left, it would
  /// end as a NoClassDefFoundError, now and whenever the same code fails again.
  public static void loaded(Class<?>... needed) {
    if (needed.length == 0) {
      throw new IllegalArgumentException("no class");
    }
  }

  /// Whether `-errno` says that the process is out of descriptors or memory, and so nothing about
  /// other times. As numbers: the first `hashCode()` of a record takes as long as a whole probe.
  static boolean isPassing(int result) {
    return result == -Errno.EMFILE.number()
        || result == -Errno.ENFILE.number()
        || result == -Errno.ENOMEM.number();
  }

  /// Passes on a result that is not negative.
  ///
  /// @param call the call with its arguments, as the exception shall show it
  public static int check(int result, String call) throws PosixException {
    if (result < 0) {
      throw new PosixException(call, new Errno(-result));
    }
    return result;
  }

  /// The same for a text that is made only when it is needed. Not on the way to a first signal or
  /// child: each lambda costs half a millisecond there.
  public static int check(int result, Supplier<String> call) throws PosixException {
    if (result < 0) {
      throw new PosixException(call.get(), new Errno(-result));
    }
    return result;
  }

  /// The same where a failure means that this library, not its user, is wrong.
  static int certain(int result, String call) {
    if (result < 0) {
      throw new IllegalStateException(call + ": " + new Errno(-result));
    }
    return result;
  }
}
