package dev.signalman.internal.engine;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import java.util.function.Supplier;

/// Turns the bindings' `-errno` into exceptions.
public final class Calls {
  private Calls() {}

  /// Passes on a result that is not negative.
  ///
  /// @param call the call with its arguments, as the exception shall show it
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
