package dev.signalman.internal.engine;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.function.Supplier;

/// Turns the bindings' `-errno` into exceptions.
public final class Calls {
  /// Whether the classes of this library come from a folder, and not from a jar or an image that is
  /// open already. Then each one takes a descriptor to be loaded, and if none is left its use ends
  /// as a NoClassDefFoundError, now and whenever the same code runs again. So what has to work
  /// without a descriptor is loaded before ([#loaded]).
  public static final boolean FROM_FOLDER = isFolder(Calls.class.getProtectionDomain());

  static {
    if (FROM_FOLDER) {
      loaded(PosixException.class, Errno.class, Uncaught.class);
      loaded(DaemonThread.class, DaemonThread.Turns.class);
      String _ = Errno.EMFILE.name(); // whose table is not public
    }
  }

  private Calls() {}

  private static boolean isFolder(ProtectionDomain domain) {
    CodeSource source = domain.getCodeSource();
    URL location = source == null ? null : source.getLocation();
    return location == null || location.getPath().endsWith("/");
  }

  /// Has classes loaded, which the mention alone does.
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
