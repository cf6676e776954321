package dev.signalman.process;

import java.nio.charset.StandardCharsets;

/// The variables by which a service manager talks to the process that it started, and to no other:
/// where to report (sd_notify(3)), how often to show that it is alive (sd_watchdog_enabled(3)), and
/// which descriptors were passed (sd_listen_fds(3)).
final class ManagerVariables {
  private static final String[] NAMES = {
    "NOTIFY_SOCKET",
    "WATCHDOG_USEC",
    "WATCHDOG_PID",
    "LISTEN_PID",
    "LISTEN_PIDFDID",
    "LISTEN_FDS",
    "LISTEN_FDNAMES"
  };

  private static final byte[][] STARTS = starts();

  private ManagerVariables() {}

  private static byte[][] starts() {
    byte[][] starts = new byte[NAMES.length][];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = NAMES[i].concat("=").getBytes(StandardCharsets.US_ASCII);
    }
    return starts;
  }

  /// Whether a string of an environment sets one of them.
  static boolean include(byte[] variable) {
    for (byte[] start : STARTS) {
      if (Environment.sets(variable, start, start.length)) {
        return true;
      }
    }
    return false;
  }
}
