package dev.signalman.internal.kernel;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.function.Supplier;

/// Checks of native calls: turns the bindings' `-errno` into exceptions.
public final class Calls {
  /// Whether the classes of this library come from a folder, and not from a jar or an image that is
  /// already open. Then loading a class takes a descriptor. If none is left, using the class throws
  /// NoClassDefFoundError, now and whenever the same code runs again. So code that has to work
  /// without a descriptor loads its classes in advance ([#loaded]).
  public static final boolean FROM_FOLDER = isFolder(Calls.class.getProtectionDomain());

  static {
    if (FROM_FOLDER) {
      loaded(PosixException.class, Errno.class, Uncaught.class);
      loaded(DaemonThread.class, DaemonThread.Turns.class);
      String _ = Errno.EMFILE.name(); // loads its table, which is not public
    }
  }

  private Calls() {}

  private static boolean isFolder(ProtectionDomain domain) {
    CodeSource source = domain.getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null || location.getPath().endsWith("/");
  }

  /// Loads classes: naming them as arguments does it.
  public static void loaded(Class<?>... needed) {
    if (needed.length == 0) {
      throw new IllegalArgumentException("no class");
    }
  }

  /// Whether `-errno` means that the process is out of descriptors or memory, so that the call may
  /// succeed later. Compares numbers: the first `hashCode()` of a record takes as long as a whole
  /// probe.
  public static boolean isPassing(int result) {
    return result == -Errno.EMFILE.number()
        || result == -Errno.ENFILE.number()
        || result == -Errno.ENOMEM.number();
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
