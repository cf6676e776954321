package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.io.Fd;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import dev.signalman.posix.WaitH;
import org.jspecify.annotations.Nullable;

/// The hold on a child: a descriptor, or its pid where the kernel has no such descriptors. No other
/// process can get the pid before the child has been waited for, and waiting and sending use the
/// same lock.
final class Hold {
  /// In place of a descriptor: the child has been waited for.
  private static final int GONE = -1;

  /// In place of a descriptor: the child is held by its pid.
  static final int BY_PID = -2;

  private final int pid;
  private final @Nullable ProcessGroup group;
  private int pidfd;

  /// @param group the group whose first process the child is, or null
  Hold(int pid, int pidfd, @Nullable ProcessGroup group) {
    this.pid = pid;
    this.pidfd = pidfd;
    this.group = group;
  }

  /// The descriptor; negative if there is none.
  synchronized int descriptor() {
    return pidfd;
  }

  synchronized boolean isGone() {
    return pidfd == GONE;
  }

  /// Sends a signal, or 0 to check for the process.
  ///
  /// @return 0 or `-errno`, `-ESRCH` once it is gone
  synchronized int signal(int number, @Nullable Memory info) {
    if (pidfd >= 0) {
      return PidfdH.pidfd_send_signal(pidfd, number, info, 0);
    }
    if (pidfd == GONE) {
      return -ErrnoH.ESRCH;
    }
    return info == null ? SignalH.kill(pid, number) : SignalH.rt_sigqueueinfo(pid, number, info);
  }

  /// See [Child#pidfd].
  synchronized Fd copy(Child child) throws PosixException {
    if (pidfd == GONE) {
      throw new IllegalStateException(child + " has ended");
    }
    if (pidfd == BY_PID) {
      throw new UnsupportedOperationException(
          child + " is held by its pid; Signals.capabilities() tells why");
    }
    return Fd.copyOf(pidfd);
  }

  /// The last stop or continuation, or null if there was none.
  synchronized @Nullable ChildChange change(WaitResult found) {
    if (pidfd == GONE) {
      return null;
    }
    int result =
        pidfd == BY_PID
            ? found.pollChange(WaitH.P_PID, pid)
            : found.pollChange(WaitH.P_PIDFD, pidfd);
    return result < 0 ? null : found.change();
  }

  /// Called by the thread that reaps the child: asks the kernel for the status, as waitid(2) does.
  int waitNow(int held, WaitResult found) {
    if (held >= 0) {
      return poll(WaitH.P_PIDFD, held, found);
    }
    synchronized (this) {
      int result = poll(WaitH.P_PID, pid, found);
      if (result < 0 || found.isThere()) {
        pidfd = GONE; // from now on another process may have the pid
      }
      return result;
    }
  }

  private int poll(int kind, int id, WaitResult found) {
    return group == null ? found.poll(kind, id, 0) : group.waitForLeader(kind, id, found);
  }

  /// Called by the thread that has reaped the child.
  synchronized void forget(int held) {
    pidfd = GONE;
    if (held >= 0 && (group == null || !group.takeOver())) {
      UnistdH.close(held);
    }
  }
}
