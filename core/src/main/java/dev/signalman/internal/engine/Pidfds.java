package dev.signalman.internal.engine;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.UnistdH;
import dev.signalman.posix.WaitH;

/// Descriptors of processes, where the kernel has them and no filter of system calls refuses them:
/// old profiles of containers answer EPERM to calls that they do not know.
public final class Pidfds {
  private static final int EPERM = -Errno.EPERM.number();
  private static final int ENOSYS = -Errno.ENOSYS.number();
  private static final int ECHILD = -10;

  /// Set once this process is known to be allowed to signal by descriptor.
  private static volatile boolean works;

  private Pidfds() {}

  /// As pidfd_open(2), which asks for no permission, so that EPERM is a filter's answer.
  ///
  /// @return the descriptor, or `-errno`: `-ENOSYS` also if this call, or pidfd_send_signal(2), is
  ///   filtered
  public static int open(int pid) {
    int pidfd = PidfdH.pidfd_open(pid, 0);
    if (pidfd < 0) {
      return pidfd == EPERM ? ENOSYS : pidfd;
    }
    if (!works) {
      int answer = signalSelf();
      if (answer < 0) { // also for want of a second descriptor: then nobody knows
        UnistdH.close(pidfd);
        return isRefusal(answer) ? ENOSYS : answer;
      }
      works = true;
    }
    return pidfd;
  }

  /// Whether `-errno` means that there is no such call for this process. Of pidfd_send_signal(2) to
  /// others it may mean those others.
  static boolean isRefusal(int result) {
    return result == ENOSYS || result == EPERM;
  }

  /// Signal 0 to this process, which is always permitted.
  static int signalSelf() {
    int self = PidfdH.pidfd_open(UnistdH.getpid(), 0);
    if (self < 0) {
      return self;
    }
    int result = PidfdH.pidfd_send_signal(self, 0, null, 0);
    UnistdH.close(self);
    return result;
  }

  /// Whether children can be held and waited for by descriptor (Linux 5.4).
  ///
  /// @throws PosixException if the process is out of descriptors or memory, which says nothing
  ///   about other times
  public static boolean holdChildren() throws PosixException {
    return lacking().isEmpty();
  }

  /// The first of the system calls by which children are held that this process does not have, by
  /// its name; empty if it has them all.
  ///
  /// @throws PosixException as [#holdChildren]
  static String lacking() throws PosixException {
    int self = PidfdH.pidfd_open(UnistdH.getpid(), 0);
    if (self < 0) {
      if (Calls.isPassing(self)) {
        throw new PosixException("pidfd_open(self)", new Errno(-self));
      }
      return "pidfd_open";
    }
    String lacking = lacking(self);
    UnistdH.close(self);
    return lacking;
  }

  private static String lacking(int self) {
    if (PidfdH.pidfd_send_signal(self, 0, null, 0) < 0) { // which is always permitted
      return "pidfd_send_signal";
    }
    Memory info = Memory.allocate(Siginfo.SIZE);
    int result = WaitH.waitid(WaitH.P_PIDFD, self, info, WaitH.WEXITED | WaitH.WNOHANG, null);
    return knowsDescriptors(result) ? "" : "waitid(P_PIDFD)";
  }

  /// What waitid(2) answers about the descriptor of this process, which is no child of itself.
  /// Linux 5.3 does not know the kind (EINVAL), and filters say ENOSYS or EPERM.
  static boolean knowsDescriptors(int result) {
    return result == ECHILD;
  }

  /// For those that cannot do without.
  ///
  /// @param who as in "children need"
  /// @throws PosixException if they have to
  public static void require(String who) throws PosixException {
    int self = checkNeeded(PidfdH.pidfd_open(UnistdH.getpid(), 0), "pidfd_open", who);
    UnistdH.close(self);
    int _ = checkNeeded(signalSelf(), "pidfd_send_signal", who);
  }

  private static int checkNeeded(int result, String call, String who) throws PosixException {
    return result < 0 ? Calls.check(result, need(call, who)) : result;
  }

  private static String need(String call, String who) {
    return call
        + ", which "
        + who
        + " need (Linux 5.4, and no filter that refuses it: in a container, a newer runtime or a"
        + " seccomp profile that allows it)";
  }
}
