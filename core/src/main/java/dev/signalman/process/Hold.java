package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.io.Fd;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import dev.signalman.posix.WaitH;
import org.jspecify.annotations.Nullable;

/// What a child is held by: a descriptor, or its pid where the kernel has no such descriptors.
/// Nobody else can get the pid before the child has been waited for, which is done under the same
/// lock as sending.
final class Hold {
  /// In place of a descriptor: it has been waited for.
  private static final int GONE = -1;

  /// In place of a descriptor: it is held by its pid.
  static final int BY_PID = -2;

  private final int pid;
  private final @Nullable ProcessGroup group;
  private int pidfd;

  /// @param group of which it is the first process, or null
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

  /// Sends a signal, or 0 for a look.
  ///
  /// @return 0 or `-errno`, `-ESRCH` once it is gone
  synchronized int signal(int number, @Nullable Memory info) {
    if (pidfd >= 0) {
      return PidfdH.pidfd_send_signal(pidfd, number, info, 0);
    }
    if (pidfd == GONE) {
      return -Errno.ESRCH.number();
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

  /// Whether it was stopped or continued; null if not.
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

  /// For whoever reaps it: asks the kernel for the status, as waitid(2) does.
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

  /// For whoever has reaped it.
  synchronized void forget(int held) {
    pidfd = GONE;
    if (held >= 0 && (group == null || !group.takeOver())) {
      UnistdH.close(held);
    }
  }
}
