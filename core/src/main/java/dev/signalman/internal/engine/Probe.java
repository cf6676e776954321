package dev.signalman.internal.engine;

import dev.signalman.Capabilities;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.SignalfdH;
import dev.signalman.posix.UnistdH;
import java.util.ArrayList;
import java.util.List;

/// Finds out what the kernel allows by trying it: names and version numbers of systems tell little,
/// since containers filter system calls.
final class Probe {
  /// `-Ddev.signalman.handlerOnly=true` shows how a program fares without signalfd.
  private static final String HANDLER_ONLY = "dev.signalman.handlerOnly";

  private Probe() {}

  static Capabilities capabilities() {
    List<String> missing = new ArrayList<>();
    boolean pidfd = descriptor(PidfdH.pidfd_open(UnistdH.getpid(), 0));
    if (!pidfd) {
      missing.add(
          "pidfd_open: a process id may come to mean another process while it is signalled");
    }
    boolean signalfd =
        descriptor(SignalfdH.signalfd(-1, Memory.allocate(128), SignalfdH.SFD_CLOEXEC));
    if (!signalfd) {
      missing.add("signalfd: queued signals may be reordered, and a full pipe loses some");
    }
    boolean threads = ThreadMasks.readable();
    if (!threads) {
      missing.add(
          "/proc/self/task: signals cannot be blocked in every thread, so as without"
              + " signalfd");
    }
    boolean forced = Boolean.getBoolean(HANDLER_ONLY);
    if (forced) {
      missing.add("signalfd: turned off by -D" + HANDLER_ONLY + "=true");
    }
    boolean full = signalfd && threads && !forced;
    return new Capabilities(
        full ? Capabilities.Mode.SIGNALFD : Capabilities.Mode.HANDLER_ONLY, pidfd, missing);
  }

  private static boolean descriptor(int result) {
    if (result >= 0) {
      UnistdH.close(result);
    }
    return result >= 0;
  }
}
