package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.Leftovers;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.kernel.SentValue;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.lang.ref.Cleaner;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The process group (setpgid(2), credentials(7)) of a [Child] that was started as its first
/// process: the child, and all processes that it starts and that do not leave the group. Or that of
/// another process that leads it: [OtherProcess#group], which needs Linux 6.9.
///
/// ```java
/// Child job = Spawn.of("sh", "-c", "make; make check").newGroup().start();
/// ExitStatus status = job.waitFor(Duration.ofMinutes(5));
/// job.group().send(Signal.KILL); // also processes that the shell has left behind
/// ```
///
/// Guarantees:
///
/// - A signal sent through this object never reaches another group, however long ago the child
///   ended: the group is held by the child's descriptor, not by its number (pidfd_send_signal(2)
///   with `PIDFD_SIGNAL_PROCESS_GROUP`, Linux 6.9).
/// - On an older kernel, or one without process descriptors, the same holds until the child has
///   been waited for, because its pid is the group's number. After that there is no safe way left,
///   and [#send] and [#isEmpty] throw an `UnsupportedOperationException`;
///   [dev.signalman.signal.Signals#capabilities()] tells in advance.
///
/// Limits: a process that has made its own group or session is not reached; [Child#tree] sees it as
/// long as its parents live. A process that has ended counts as a member until its parent has
/// waited for it.
///
/// While the group outlives the child, it keeps one descriptor, until the group is found empty,
/// [#close] is called, or neither this object nor the child is in use any more. Any thread may use
/// this object.
public final class ProcessGroup implements Target, AutoCloseable {
  private static final int EMPTY = -1;
  private static final int CLOSED = -2;
  private static final int OUT_OF_REACH = -3;

  /// In place of a descriptor: children are held by their numbers, until the first process has been
  /// waited for.
  static final int BY_NUMBER = -4;

  private static final long LONGEST_PAUSE = 160_000_000;

  private final int id;
  private final SentSignals sent;

  /// The descriptor of the child. The child closes it, unless the group has [#takeOver taken it
  /// over].
  private int pidfd;

  private Cleaner.@Nullable Cleanable descriptor;

  /// Made for the first value to be queued.
  private @Nullable SentValue queued;

  ProcessGroup(int id, int pidfd, SentSignals sent) {
    this.id = id;
    this.sent = sent;
    this.pidfd = pidfd;
  }

  /// The group that a process leads which is no child.
  ///
  /// @param pidfd its descriptor, of which this group keeps a copy
  /// @throws UnsupportedOperationException if the kernel cannot reach a group by it. Its number is
  ///   no way then: nothing keeps another process from waiting for the leader, after which another
  ///   group may get the number
  static ProcessGroup ledBy(int pid, int pidfd) throws PosixException {
    int copy = Calls.check(FcntlH.fcntl(pidfd, FcntlH.F_DUPFD_CLOEXEC, 0), () -> "dup");
    ProcessGroup group = new ProcessGroup(pid, copy, new SentSignals());
    group.descriptor = Leftovers.register(group, () -> UnistdH.close(copy));
    int result = group.signal(0);
    if (result < 0 && result != -ErrnoH.EPERM) {
      group.close();
      if (result == -ErrnoH.ESRCH) {
        throw new PosixException("the group that process " + pid + " leads", Errno.ESRCH);
      }
      throw new UnsupportedOperationException(
          group
              + " cannot be held: its first process is no child of this one, and Linux before 6.9"
              + " has no descriptor for it");
    }
    return group;
  }

  /// The number of the group, which was the pid of its first process. Once the group is empty,
  /// another may have the number.
  public int id() {
    return id;
  }

  /// Sends a signal to each process of the group, as killpg(3) does; succeeds if at least one may
  /// be signalled.
  ///
  /// @return false if no process is left in the group
  /// @throws PosixException EPERM if none of its processes may be signalled
  /// @throws UnsupportedOperationException if the first process is gone and the kernel is older
  ///   than 6.9
  /// @throws IllegalStateException if this is closed
  @Override
  public synchronized boolean send(Signal signal) throws PosixException {
    sent.add(Objects.requireNonNull(signal, "signal"));
    int result = send(signal.number());
    if (result < 0 && result != -ErrnoH.ESRCH) {
      throw new PosixException("killpg(" + id + ", " + signal + ")", new Errno(-result));
    }
    return result >= 0;
  }

  /// Sends a signal with a value to each process of the group, as sigqueue(3) does to one; succeeds
  /// if at least one got it. Needs Linux 6.9: older kernels have no such call for groups.
  ///
  /// @param value reaches a C program as `si_value.sival_ptr`, and its low half as `sival_int`
  /// @return false if no process is left in the group
  /// @throws PosixException EAGAIN if the user of a process of the group has as many signals queued
  ///   as allowed (`RLIMIT_SIGPENDING`), and none got it; EPERM as [#send(Signal)]
  /// @throws UnsupportedOperationException before Linux 6.9, or without process descriptors
  /// @throws IllegalStateException if this is closed
  public synchronized boolean send(Signal signal, long value) throws PosixException {
    sent.add(Objects.requireNonNull(signal, "signal"));
    if (queued == null) {
      queued = new SentValue();
    }
    int result =
        pidfd < 0 ? withoutDescriptor() : signal(signal.number(), queued.with(signal, value));
    if (result == -ErrnoH.EINVAL) {
      throw new UnsupportedOperationException(
          "only Linux 6.9 can send " + this + " a signal with a value");
    }
    if (result == -ErrnoH.ESRCH && descriptor != null) {
      letGo(EMPTY);
    }
    if (result < 0 && result != -ErrnoH.ESRCH) {
      throw new PosixException(
          "sigqueue(-" + id + ", " + signal + ", " + value + ")", new Errno(-result));
    }
    return result >= 0;
  }

  private int withoutDescriptor() {
    return pidfd == BY_NUMBER ? -ErrnoH.EINVAL : send(0);
  }

  /// Whether no process is left in the group.
  ///
  /// @throws UnsupportedOperationException if the first process is gone and the kernel is older
  ///   than 6.9
  /// @throws IllegalStateException if this is closed
  public synchronized boolean isEmpty() {
    return send(0) == -ErrnoH.ESRCH;
  }

  /// Whether a process of the group runs. Processes that have ended, and that their parents have
  /// not waited for, do not count. True also where `/proc` cannot be read, as long as the group is
  /// not empty.
  ///
  /// @throws UnsupportedOperationException as [#isEmpty]
  /// @throws IllegalStateException if this is closed
  public boolean isRunning() {
    return !isEmpty() && GroupMembers.anyRuns(id);
  }

  /// As in [Target]. No event tells of the end of a group, so it is checked at intervals: after 1
  /// ms first, later every 160 ms, because each check goes through all processes.
  ///
  /// @throws UnsupportedOperationException as [#isEmpty]
  @Override
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    Intervals checks = new Intervals(Nanos.ofTimeout(limit), System.nanoTime(), LONGEST_PAUSE);
    while (isRunning()) {
      if (!checks.sleep()) {
        return false;
      }
    }
    return true;
  }

  private int send(int number) {
    return switch (pidfd) {
      case EMPTY -> -ErrnoH.ESRCH;
      case CLOSED -> throw new IllegalStateException(this + " is closed");
      case OUT_OF_REACH ->
          throw new UnsupportedOperationException(
              this + " cannot be told from a later one without its first process; Linux 6.9 can");
      case BY_NUMBER -> SignalH.kill(-id, number);
      default -> reach(number);
    };
  }

  private int reach(int number) {
    int result = signal(number);
    if (result == -ErrnoH.EINVAL) {
      // No thread waits for the first process meanwhile (waitForLeader), so the number is still its
      // own, unless it had been waited for before.
      boolean led = PidfdH.pidfd_send_signal(pidfd, 0, null, 0) != -ErrnoH.ESRCH;
      if (!led) {
        pidfd = OUT_OF_REACH;
        return send(number);
      }
      return SignalH.kill(-id, number);
    }
    if (result == -ErrnoH.ESRCH && descriptor != null) {
      letGo(EMPTY); // and it stays empty: no process can join a group without a member
    }
    return result;
  }

  private int signal(int number) {
    return signal(number, null);
  }

  private int signal(int number, @Nullable Memory info) {
    return PidfdH.pidfd_send_signal(pidfd, number, info, PidfdH.PIDFD_SIGNAL_PROCESS_GROUP);
  }

  /// Waits for the first process while no thread uses the group's number: after that, another group
  /// may get the number.
  ///
  /// @param kind the kind of id that `leader` is for waitid(2)
  synchronized int waitForLeader(int kind, int leader, WaitResult found) {
    int result = found.poll(kind, leader, 0);
    if (pidfd == BY_NUMBER && (result < 0 || found.isThere())) {
      pidfd = OUT_OF_REACH;
    }
    return result;
  }

  /// Called when the first process has been waited for.
  ///
  /// @return whether its descriptor now belongs to the group, because the group is not empty
  synchronized boolean takeOver() {
    if (pidfd < 0) {
      return false;
    }
    int result = signal(0);
    if (result == 0 || result == -ErrnoH.EPERM) {
      int kept = pidfd;
      descriptor = Leftovers.register(this, () -> UnistdH.close(kept));
      return true;
    }
    pidfd = result == -ErrnoH.ESRCH ? EMPTY : OUT_OF_REACH;
    return false;
  }

  private void letGo(int state) {
    pidfd = state;
    if (descriptor != null) {
      descriptor.clean();
      descriptor = null;
    }
  }

  /// Closes the descriptor, if one is kept; sends no signal. A second call does nothing.
  @Override
  public synchronized void close() {
    letGo(CLOSED);
  }

  @Override
  public String toString() {
    return "process group " + id;
  }
}
