package dev.signalman.internal.engine;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Promise;
import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.ModeOption;
import dev.signalman.internal.kernel.Pidfds;
import dev.signalman.internal.kernel.ThreadMasks;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.SignalfdH;
import dev.signalman.posix.UnistdH;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds out what the kernel allows by trying it: system names and version numbers say little,
/// since containers filter system calls.
final class Probe {
  private static final String WITHOUT_PIDFD =
      "a process id may come to mean another process while it is signalled, and the end of a child"
          + " is reported up to 20 ms late";

  private Probe() {}

  /// @throws PosixException if the process is out of descriptors or memory, so that the answer is
  ///   unknown
  static Capabilities capabilities() throws PosixException {
    List<String> missing = new ArrayList<>();
    String lacking = Pidfds.lacking();
    boolean pidfd = lacking.isEmpty();
    if (!pidfd) {
      missing.add(lacking + ": " + WITHOUT_PIDFD);
    }
    boolean groups = pidfd && groups();
    if (pidfd && !groups) {
      missing.add(
          "pidfd_send_signal to groups: a process group cannot be signalled once its first process"
              + " is gone, as its number may have come to mean another");
    }
    String cause = "";
    boolean signalfd =
        allowed(
            SignalfdH.signalfd(-1, Memory.allocate(SignalH.SIGSET_SIZE), SignalfdH.SFD_CLOEXEC),
            "signalfd(-1, {}, SFD_CLOEXEC)");
    if (!signalfd) {
      cause = "signalfd";
      missing.add("signalfd: queued signals may be reordered, and a full pipe drops some");
    }
    boolean masks = ThreadMasks.areVisible();
    if (!masks) {
      cause = "/proc/self/task";
      missing.add(
          "/proc/self/task: signals cannot be blocked in every thread if no thread's mask shows"
              + " (SigBlk): as without signalfd, and each closed receiver leaves its pipe open");
    }
    boolean threads = !Pidfds.isRefusal(SignalH.tgkill(UnistdH.getpid(), UnistdH.gettid(), 0));
    if (!threads) {
      cause = "tgkill";
      missing.add("tgkill: signals cannot be blocked in every thread: as without signalfd");
    }
    String option = ModeOption.turnsSignalfdOff();
    if (option != null) {
      cause = option;
      missing.add("signalfd: turned off by " + option);
    }
    boolean full = signalfd && masks && threads && option == null;
    return new Capabilities(
        full ? Capabilities.Mode.FULL : Capabilities.Mode.HANDLER_ONLY,
        cause,
        kept(full, pidfd, groups),
        missing);
  }

  /// The same with a sentence for each claimed signal whose action other code has replaced.
  static Capabilities with(Capabilities found, List<Replacement> replaced) {
    if (replaced.isEmpty()) {
      return found;
    }
    List<String> missing = new ArrayList<>(found.missing());
    for (Replacement one : replaced) {
      missing.add(
          one.signal()
              + ": its handler was replaced after it was claimed, by "
              + one.by().description()
              + (one.queued()
                  ? "; instances go there, uncounted, if a thread that does not block it takes them"
                  : "; all instances go there, uncounted"));
    }
    return new Capabilities(found.mode(), found.cause(), found.kept(), missing);
  }

  private static Set<Promise> kept(boolean full, boolean pidfd, boolean groups) {
    Set<Promise> kept =
        Capabilities.keptIn(full ? Capabilities.Mode.FULL : Capabilities.Mode.HANDLER_ONLY);
    if (!pidfd) {
      kept.remove(Promise.PIDFD);
    }
    if (!groups) {
      kept.remove(Promise.GROUPS);
    }
    return kept;
  }

  /// Whether the kernel knows the flag for groups: then it answers whether such a group exists.
  private static boolean groups() throws PosixException {
    int self = Calls.check(PidfdH.pidfd_open(UnistdH.getpid(), 0), "pidfd_open(self)");
    int result = PidfdH.pidfd_send_signal(self, 0, null, PidfdH.PIDFD_SIGNAL_PROCESS_GROUP);
    UnistdH.close(self);
    return result != -ErrnoH.EINVAL;
  }

  private static boolean allowed(int result, String call) throws PosixException {
    if (result >= 0) {
      UnistdH.close(result);
      return true;
    }
    if (Calls.isPassing(result)) {
      throw new PosixException(call, new Errno(-result));
    }
    return false;
  }
}
