package dev.signalman.internal.kernel;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.UnistdH;
import dev.signalman.posix.WaitH;

/// Opens process descriptors, if the kernel has them and no filter of system calls refuses them:
/// old container profiles answer -ErrnoH.EPERM to calls that they do not know.
public final class Pidfds {
  /// Set once this process is known to be allowed to signal by descriptor.
  private static volatile boolean works;

  private Pidfds() {}

  /// The same as pidfd_open(2), which checks no permission, so that -ErrnoH.EPERM is a filter's
  /// answer.
  ///
  /// @return the descriptor, or `-errno`: `--ErrnoH.ENOSYS` also if this call, or
  ///   pidfd_send_signal(2), is filtered
  public static int open(int pid) {
    int pidfd = PidfdH.pidfd_open(pid, 0);
    if (pidfd < 0) {
      return pidfd == -ErrnoH.EPERM ? -ErrnoH.ENOSYS : pidfd;
    }
    if (!works) {
      int answer = signalSelf();
      if (answer < 0) { // also if no second descriptor is left: then it stays unknown
        UnistdH.close(pidfd);
        return isRefusal(answer) ? -ErrnoH.ENOSYS : answer;
      }
      works = true;
    }
    return pidfd;
  }

  /// Whether `-errno` means that this process cannot use the call. For pidfd_send_signal(2) to
  /// another process it may be about that process.
  public static boolean isRefusal(int result) {
    return result == -ErrnoH.ENOSYS || result == -ErrnoH.EPERM;
  }

  /// Sends signal 0 to this process, always permitted.
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
  /// @throws PosixException if the process is out of descriptors or memory, so that the answer is
  ///   unknown
  public static boolean holdChildren() throws PosixException {
    return lacking().isEmpty();
  }

  /// The name of the first system call for holding children that this process lacks; empty if it
  /// has them all.
  ///
  /// @throws PosixException as [#holdChildren]
  public static String lacking() throws PosixException {
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

  /// Whether waitid(2) accepts descriptors, judged by its answer for this process, which is no
  /// child of itself. Linux 5.3 does not know the kind (EINVAL), and filters answer -ErrnoH.ENOSYS
  /// or -ErrnoH.EPERM.
  static boolean knowsDescriptors(int result) {
    return result == -ErrnoH.ECHILD;
  }

  /// Checks for callers that need descriptors.
  ///
  /// @param who the subject of the message, as in "children need"
  /// @throws PosixException if there are none
  public static void require(String who) throws PosixException {
    int self = checkNeeded(PidfdH.pidfd_open(UnistdH.getpid(), 0), "pidfd_open", who);
    UnistdH.close(self);
    int _ = checkNeeded(signalSelf(), "pidfd_send_signal", who);
  }

  /// Checks that children can be waited for at all.
  ///
  /// @throws PosixException if a filter refuses that
  public static void requireWaits() throws PosixException {
    Memory info = Memory.allocate(Siginfo.SIZE);
    int result = WaitH.waitid(WaitH.P_PID, 1, info, WaitH.WEXITED | WaitH.WNOHANG, null);
    if (isRefusal(result)) { // the kernel says ECHILD: process 1 is nobody's child
      Calls.check(
          result,
          "waitid, which children need (no filter of system calls may refuse it; with"
              + " -Dsignalman.mode=portable the JDK waits for them)");
    }
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
