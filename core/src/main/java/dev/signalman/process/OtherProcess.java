package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.kernel.ProcessHold;
import dev.signalman.internal.portable.HandleHold;
import dev.signalman.internal.portable.Holds;
import dev.signalman.internal.wait.Poller;
import dev.signalman.io.Fd;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A process that this program did not start, held by a descriptor (pidfd_open(2)). It never comes
/// to mean another process, however long it is kept, even when the kernel gives the pid to a new
/// one.
///
/// ```java
/// try (OtherProcess worker = OtherProcess.of(processHandle)) {
///   worker.send(Signal.RT3, 42);
///   worker.send(Signal.TERM);
/// }
/// ```
///
/// On a kernel before 5.3, or where a container's filter refuses pidfd_open(2), an [OtherProcess]
/// made from a `ProcessHandle` checks before each signal that the process still lives. Between the
/// check and the signal the pid may pass to another process.
/// [dev.signalman.signal.Signals#capabilities()] tells which holds.
///
/// In [dev.signalman.Capabilities.Mode#PORTABLE] it is held by a `ProcessHandle`, and can be sent
/// TERM and KILL.
public final class OtherProcess implements Target, AutoCloseable {
  private static final long LONGEST_PAUSE = 20_000_000;

  private final ProcessHold held;
  private final SentSignals sent = new SentSignals();

  private OtherProcess(ProcessHold held) {
    this.held = held;
  }

  /// The process that has `pid` now.
  ///
  /// @throws IllegalArgumentException if no process can have that number; 0 and negative numbers
  ///   mean groups in kill(2), see [dev.signalman.signal.Signals#sendToGroup]
  /// @throws PosixException if there is no such process (ESRCH) or no descriptor is left (EMFILE)
  public static OtherProcess of(long pid) throws PosixException {
    return new OtherProcess(Holds.of(pid));
  }

  /// The process that a handle stands for.
  ///
  /// @throws PosixException if it has ended (ESRCH), even if its pid is in use again
  public static OtherProcess of(ProcessHandle process) throws PosixException {
    return new OtherProcess(Holds.of(process));
  }

  /// The pid that the process has, or had.
  public int pid() {
    return held.pid();
  }

  /// Sends a signal, as kill(2) does.
  ///
  /// @return false if the process has ended and been waited for, and nothing was sent
  /// @throws PosixException EPERM if it belongs to another user
  /// @throws IllegalStateException if this is closed
  @Override
  public boolean send(Signal signal) throws PosixException {
    sent.add(Objects.requireNonNull(signal, "signal"));
    try {
      held.send(signal);
      return true;
    } catch (PosixException e) {
      return unlessGone(e);
    }
  }

  /// Sends a signal with a value, as sigqueue(3) does. Real-time signals queue; a standard signal
  /// that is pending already swallows the new one with its value.
  ///
  /// @param value reaches a C program as `si_value.sival_ptr`, and its low half as `sival_int`
  /// @return false if the process has ended and been waited for, and nothing was sent
  /// @throws PosixException EAGAIN if the receiving user has as many signals queued as allowed
  ///   (`RLIMIT_SIGPENDING`): nothing was sent, try again; EPERM as [#send(Signal)]
  /// @throws IllegalStateException if this is closed
  public boolean send(Signal signal, long value) throws PosixException {
    sent.add(Objects.requireNonNull(signal, "signal"));
    try {
      held.send(signal, value);
      return true;
    } catch (PosixException e) {
      return unlessGone(e);
    }
  }

  private static boolean unlessGone(PosixException failure) throws PosixException {
    if (failure.errno().equals(Errno.ESRCH)) {
      return false;
    }
    throw failure;
  }

  /// Whether the process exists; a zombie that has not been waited for does.
  ///
  /// @throws IllegalStateException if this is closed
  public boolean exists() {
    return held.exists();
  }

  /// How the process ended (`PIDFD_GET_INFO` of ioctl(2), Linux 6.15). Any process can be its
  /// parent. The kernel tells it once the parent has waited for the process. Its [ExitStatus#usage]
  /// is null.
  ///
  /// @return null while the process exists: as long as it runs, and then until its parent has
  ///   waited for it. [ExitStatus.Unknown] if it is gone and the kernel does not tell how it ended
  /// @throws IllegalStateException if this is closed
  public @Nullable ExitStatus exitStatus() {
    boolean there = exists(); // before the question, so that what has gone has its status by then
    ExitStatus status = told();
    return status != null || there
        ? status
        : new ExitStatus.Unknown(
            "the kernel does not tell how " + this + " ended; by its descriptor Linux 6.15 does");
  }

  private @Nullable ExitStatus told() {
    try {
      return held.<@Nullable ExitStatus, RuntimeException>use(pidfd -> ExitInfo.of(pidfd, sent));
    } catch (UnsupportedOperationException _) {
      return null; // no descriptors of processes here
    }
  }

  /// The process group that this process leads (setpgid(2)), which is held by a descriptor of its
  /// own: it stays reachable when this process has ended, and when this object is closed. The
  /// caller closes it.
  ///
  /// @throws PosixException ESRCH if the process leads no group, or has ended; EMFILE if no
  ///   descriptor is left
  /// @throws UnsupportedOperationException before Linux 6.9, or without descriptors of processes:
  ///   there a group can only be signalled by its number, which may come to mean another one
  /// @throws IllegalStateException if this is closed
  public ProcessGroup group() throws PosixException {
    return held.<ProcessGroup, PosixException>use(pidfd -> ProcessGroup.ledBy(pid(), pidfd));
  }

  /// A descriptor of the process (pidfd_open(2)), a copy that belongs to the caller. Once the
  /// process has ended, poll(2) and an [dev.signalman.loop.EventLoop] see it as readable.
  ///
  /// @throws UnsupportedOperationException if the kernel has no such descriptors here
  /// @throws IllegalStateException if this is closed
  /// @throws PosixException if the process is out of descriptors
  public Fd pidfd() throws PosixException {
    return held.<Fd, PosixException>use(Fd::copyOf);
  }

  /// As in [Target]. Where the kernel has no process descriptors, the process is checked at
  /// intervals of up to 20 ms, and one that nobody has waited for counts as running.
  ///
  /// @throws IllegalStateException if this is closed
  @Override
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    long nanos = Nanos.ofTimeout(limit);
    long begin = System.nanoTime();
    if (held instanceof HandleHold handle) {
      return handle.awaitEnd(nanos);
    }
    Intervals checks = new Intervals(nanos, begin, LONGEST_PAUSE);
    while (true) {
      try (Fd copy = pidfd()) {
        return awaitEnd(copy.number(), Nanos.left(nanos, begin));
      } catch (PosixException | UnsupportedOperationException _) {
        // No descriptor is left at this moment, or there is none here.
      }
      if (!exists()) {
        return true;
      }
      if (!checks.sleep()) {
        return false;
      }
    }
  }

  /// May throw after a descriptor became short, never after the wait.
  private static boolean awaitEnd(int descriptor, long nanos)
      throws PosixException, InterruptedException {
    Poller poller = Poller.open(1);
    try {
      poller.add(descriptor);
      long begin = System.nanoTime();
      long left = nanos;
      while (true) {
        if (poller.ready(descriptor, poller.await(left))) {
          return true;
        }
        left = Nanos.left(nanos, begin);
        if (left == 0) {
          return false;
        }
      }
    } finally {
      poller.close();
    }
  }

  /// Closes the descriptor. A second call does nothing.
  @Override
  public void close() {
    held.close();
  }

  @Override
  public String toString() {
    return "process " + held.pid();
  }
}
