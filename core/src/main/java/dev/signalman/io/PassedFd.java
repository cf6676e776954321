package dev.signalman.io;

import dev.signalman.PosixException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// A socket that a service manager opened for this process and passed on, by systemd's protocol:
/// the variables `LISTEN_PID`, `LISTEN_FDS` and `LISTEN_FDNAMES` (sd_listen_fds(3)).
///
/// @param name the name that the manager gave it, `unknown` if it gave none
/// @param fd the descriptor
public record PassedFd(String name, Fd fd) {
  private static final int FIRST = 3;
  private static final AtomicBoolean TAKEN = new AtomicBoolean();

  /// Takes over the sockets that were passed to this process; empty if there were none, or if they
  /// have been taken. Give listening sockets to [UnixServer#of], connections to [UnixSocket#of].
  ///
  /// This takes all or none: if one of them is missing, all stay as they are, and the others can
  /// still be taken by number ([Fd#inherited]).
  ///
  /// @throws PosixException EBADF if the variables promise a descriptor that is not open
  /// @throws IllegalStateException if they promise one that this process opened itself, or are not
  ///   numbers
  public static List<PassedFd> take() throws PosixException {
    if (TAKEN.getAndSet(true)) {
      return List.of(); // the variables are still set, but the descriptors have an owner
    }
    try {
      return take(System.getenv(), ProcessHandle.current().pid(), FIRST);
    } catch (Throwable e) {
      TAKEN.set(false);
      throw e;
    }
  }

  static List<PassedFd> take(Map<String, String> environment, long pid, int first)
      throws PosixException {
    List<PassedFd> taken = new ArrayList<>();
    if (number(environment, "LISTEN_PID") != pid) {
      return taken; // meant for another process, which started this one
    }
    long count = number(environment, "LISTEN_FDS");
    for (int i = 0; i < count; i++) {
      InheritedFd.check(first + i);
    }
    String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
    for (int i = 0; i < count; i++) {
      String name = i < names.length && !names[i].isEmpty() ? names[i] : "unknown";
      taken.add(new PassedFd(name, Fd.inherited(first + i)));
    }
    return taken;
  }

  private static long number(Map<String, String> environment, String name) {
    String text = environment.get(name);
    if (text == null) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(name + " is not a number: " + text, e);
    }
  }
}
