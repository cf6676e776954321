package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.io.Fd;
import dev.signalman.posix.Memory;
import org.jspecify.annotations.Nullable;

/// The end of one child, from its start until its status is known: the hold on the process, its
/// group, the signals sent to it, and the futures that wait for the status. The [Reaper] owns it; a
/// [Child] is a handle on it.
final class ProcessExit {
  /// The handle. It keeps the child's pipes open as long as the child lives.
  private final Child child;

  private final ExitFutures status = new ExitFutures();
  private final SentSignals sent = new SentSignals();
  private final @Nullable Foreground foreground;
  private final @Nullable ProcessGroup group;
  private final Hold hold;

  /// Set before the child's start returns.
  private boolean early;

  /// @param pidfd the child's descriptor, or [Hold#BY_PID]
  /// @param leads whether it is the first process of a group
  ProcessExit(Child child, int pidfd, @Nullable Foreground foreground, boolean leads) {
    int pid = child.pid();
    this.child = child;
    this.foreground = foreground;
    this.group =
        leads ? new ProcessGroup(pid, pidfd < 0 ? ProcessGroup.BY_NUMBER : pidfd, sent) : null;
    this.hold = new Hold(pid, pidfd, group);
  }

  int pid() {
    return child.pid();
  }

  @Nullable ProcessGroup group() {
    return group;
  }

  ExitFutures status() {
    return status;
  }

  /// Marks a child that ended before its start was reported.
  void markEarly() {
    early = true;
  }

  boolean isEarly() {
    return early;
  }

  /// See [Hold#descriptor].
  int descriptor() {
    return hold.descriptor();
  }

  /// See [Child#pidfd].
  Fd descriptorFor(Child child) throws PosixException {
    return hold.copy(child);
  }

  boolean isGone() {
    return hold.isGone();
  }

  /// Sends a signal, or 0 to check for the process; see [Hold#signal].
  int signal(int number, @Nullable Memory info) {
    return hold.signal(number, info);
  }

  /// Sends a signal of the program.
  ///
  /// @return 0 or `-errno`
  int send(Signal signal, @Nullable Memory info) {
    sent.add(signal); // first: it may end the child at once
    return hold.signal(signal.number(), info);
  }

  /// See [Hold#change].
  @Nullable ChildChange change(WaitResult found) {
    return hold.change(found);
  }

  /// Called by the thread that reaps the child: asks the kernel for the status, as waitid(2) does.
  int waitNow(int pidfd, WaitResult found) {
    return hold.waitNow(pidfd, found);
  }

  /// The status that [#waitNow] has found.
  ///
  /// @param result the result of [#waitNow]
  ExitStatus status(int result, WaitResult found) {
    return result < 0
        ? new ExitStatus.Unknown(
            "the status of "
                + child
                + " was taken by other code that waits for any child, or lost because SIGCHLD is"
                + " ignored: "
                + new Errno(-result))
        : found.status(sent);
  }

  /// Called by the thread that has reaped the child: the kernel has no such process any more.
  void ended(int pidfd, ExitStatus known) {
    try {
      hold.forget(pidfd);
      if (foreground != null) {
        foreground.giveBack(pid());
      }
      child.tellEnd(known);
    } finally {
      status.complete(known); // in any case: otherwise threads would wait for ever
    }
  }
}
