package dev.signalman.systemd;

import dev.signalman.Errno;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One assignment in a message to the service manager (sd_notify(3)), such as `STATUS=Loading`.
///
/// Managers ignore names that they do not know. Names of your own should begin with `X_` and the
/// name of the program: `new Field("X_MYAPP_SHARD", "7")`.
///
/// @param name capital letters, digits and underscores
/// @param value one line of text
public record Field(String name, String value) {
  /// The service has started, or has finished a reload.
  public static final Field READY = new Field("READY", "1");

  /// The service has begun to stop. From systemd 259 on this is final, and the time limit for
  /// stopping runs from here.
  public static final Field STOPPING = new Field("STOPPING", "1");

  /// The service is alive. [Watchdog] sends this in time.
  public static final Field WATCHDOG = new Field("WATCHDOG", "1");

  /// The service has found an error in itself: the manager acts as if the service had failed to
  /// show that it is alive.
  public static final Field WATCHDOG_TRIGGER = new Field("WATCHDOG", "trigger");

  /// An assignment of any name.
  ///
  /// @throws IllegalArgumentException if the name is none, the value has a line break or a NUL
  ///   character, or the assignment needs a method of [Notify]
  public Field {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "the name of a field has capital letters, digits and underscores: \"" + name + '"');
    }
    String method = methodFor(name);
    if (method != null) {
      throw new IllegalArgumentException(name + " is sent by " + method);
    }
    if (value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          name
              + " cannot have a line break or a NUL character, after which another field would"
              + " begin; replace it: \""
              + value.replace("\n", "\\n").replace("\0", "\\0")
              + '"');
    }
  }

  /// The method that sends a field which means nothing, or does harm, without something else in the
  /// message; null for all others.
  private static @Nullable String methodFor(String name) {
    return switch (name) {
      case "RELOADING" -> "Notify.reloading";
      case "BARRIER" -> "Notify.barrier";
      case "FDSTORE", "FDNAME" -> "Notify.store";
      case "FDPOLL" -> "Notify.storeUntilRemoved";
      case "FDSTOREREMOVE" -> "Notify.removeStored";
      default -> null;
    };
  }

  private static boolean isName(String name) {
    boolean is = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      is &= (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    return is;
  }

  /// What the service does, in a few words, as `systemctl status` shows it.
  ///
  /// @throws IllegalArgumentException if the text has a line break or a NUL character
  public static Field status(String text) {
    return new Field("STATUS", text);
  }

  /// The error for which the service fails.
  public static Field errno(Errno errno) {
    return new Field("ERRNO", Integer.toString(errno.number()));
  }

  /// The process that is the service's main one from now on; systemd may refuse one that does not
  /// belong to the service.
  ///
  /// @throws IllegalArgumentException if the pid is not above zero
  public static Field mainPid(long pid) {
    if (pid <= 0) {
      throw new IllegalArgumentException("a pid is above zero: " + pid);
    }
    return new Field("MAINPID", Long.toString(pid));
  }

  /// A wish for more time to start, run or stop, whichever it does now: the manager waits at least
  /// this long from now. It counts only once the time that the unit allows is over, and the next
  /// message of this kind must come before it is over.
  ///
  /// @throws IllegalArgumentException if shorter than a microsecond
  public static Field extendTimeout(Duration time) {
    return new Field("EXTEND_TIMEOUT_USEC", micros(time, 1));
  }

  /// Another interval for the [Watchdog] than the unit has. Zero turns it off.
  ///
  /// @throws IllegalArgumentException if negative
  public static Field watchdogInterval(Duration interval) {
    return new Field("WATCHDOG_USEC", micros(interval, 0));
  }

  private static String micros(Duration time, long least) {
    long micros = TimeUnit.MICROSECONDS.convert(time);
    if (micros < least || time.isNegative()) {
      throw new IllegalArgumentException("too short a time for the service manager: " + time);
    }
    return Long.toString(micros);
  }

  /// As in the message: `NAME=value`.
  @Override
  public String toString() {
    return name + "=" + value;
  }
}
