package dev.signalman.systemd;

import dev.signalman.PosixException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Why a message did not reach the service manager. [Notify] does not throw this: it hands it to
/// the program's own action ([Notify#onFailure]).
///
/// Its one line says which message was lost, why, and how to mend that.
public final class NotifyException extends IOException {
  private static final long serialVersionUID = 1;

  NotifyException(String message) {
    super(message);
  }

  private NotifyException(String message, IOException cause) {
    super(message, cause);
  }

  /// The reason alone: it is the same for other messages.
  @Nullable String reason() {
    Throwable cause = getCause();
    return cause == null ? getMessage() : cause.getMessage();
  }

  static NotifyException notTold(String told, IOException cause) {
    return new NotifyException(
        "the service manager was not told "
            + told
            + ": "
            + cause.getMessage()
            + (cause instanceof PosixException failure ? wayOut(failure) : ""),
        cause);
  }

  private static String wayOut(PosixException failure) {
    return switch (failure.errno().name()) {
      case "ENOENT", "ECONNREFUSED" ->
          "; nobody receives at the socket that NOTIFY_SOCKET names: unset the variable if it is"
              + " another service's, or make the socket visible here if this is a container";
      case "EACCES", "EPERM" ->
          "; this process may not write to the socket that NOTIFY_SOCKET names: look at its owner"
              + " and mode, and at what confines the process (SELinux, AppArmor)";
      case "EPROTOTYPE" -> "; NOTIFY_SOCKET must name a datagram socket";
      default -> "";
    };
  }
}
