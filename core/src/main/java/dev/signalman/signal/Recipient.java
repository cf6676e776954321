package dev.signalman.signal;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.Pidfds;
import dev.signalman.internal.engine.QueuedSignal;
import dev.signalman.posix.Memory;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import org.jspecify.annotations.Nullable;

/// A process to send signals to, held by a descriptor (pidfd_open(2)). It never comes to mean
/// another process, however long it is kept, even when the kernel gives the pid to a new one.
///
/// ```java
/// try (Recipient worker = Recipient.of(processHandle)) {
///   worker.queue(Signal.RT3, 42);
///   worker.send(Signal.TERM);
/// }
/// ```
///
/// On a kernel before 5.3, or where a container's filter refuses pidfd_open(2), a [Recipient] made
/// from a `ProcessHandle` checks before each signal that the process still lives. Between the check
/// and the signal the pid may pass to another process. [Signals#capabilities()] tells which holds.
public final class Recipient implements AutoCloseable {
  static {
    if (Calls.FROM_FOLDER) {
      Calls.loaded(QueuedSignal.class);
    } // for the first value
  }

  private static final int NONE = -1;
  private static final int CLOSED = -2;

  private final int pid;
  private int pidfd;

  /// Used without a descriptor: tells this process from the next one with its pid.
  private final @Nullable ProcessHandle process;

  /// Made once, for the first value to be queued.
  private @Nullable QueuedSignal queued;

  private Recipient(int pid, int pidfd, @Nullable ProcessHandle process) {
    this.pid = pid;
    this.pidfd = pidfd;
    this.process = process;
  }

  /// The process that has `pid` now.
  ///
  /// @throws IllegalArgumentException if no process can have that number; 0 and negative numbers
  ///   mean groups in kill(2), see [Signals#sendToGroup]
  /// @throws PosixException if there is no such process (ESRCH) or no descriptor is left (EMFILE)
  public static Recipient of(long pid) throws PosixException {
    return of(pid, null);
  }

  private static Recipient of(long pid, @Nullable ProcessHandle process) throws PosixException {
    int number = Pids.process(pid);
    int pidfd = open(number);
    if (pidfd == -Errno.ENOSYS.number()) {
      return new Recipient(number, NONE, process);
    }
    return new Recipient(number, Calls.check(pidfd, () -> "pidfd_open(" + pid + ")"), null);
  }

  /// The process that a handle stands for.
  ///
  /// @throws PosixException if it has ended (ESRCH), even if its pid is in use again
  public static Recipient of(ProcessHandle process) throws PosixException {
    Recipient recipient = of(process.pid(), process);
    // The descriptor holds the process that has the pid now. The handle remembers when its own
    // began.
    if (!process.isAlive()) {
      recipient.close();
      throw new PosixException(
          "pidfd_open(" + process.pid() + "), whose process has ended", Errno.ESRCH);
    }
    return recipient;
  }

  /// A recipient for one signal to the process that has `pid` now. It works without a descriptor if
  /// none is available, also for a thread's id, which kill(2) accepts for its process.
  static Recipient once(long pid) throws PosixException {
    int number = Pids.process(pid);
    int pidfd = open(number);
    if (pidfd == -Errno.ESRCH.number()) {
      throw new PosixException("pidfd_open(" + pid + ")", Errno.ESRCH);
    }
    return new Recipient(number, Math.max(NONE, pidfd), null);
  }

  private static int open(int pid) {
    NativeAccess.require();
    int pidfd = Pidfds.open(pid);
    boolean lacking = pidfd == -Errno.ENOSYS.number();
    // The same answer as pidfd_open(2) gives: whether the process exists, of any user.
    return lacking && !Signals.exists(pid) ? -Errno.ESRCH.number() : pidfd;
  }

  /// The pid that the process has, or had.
  public int pid() {
    return pid;
  }

  /// Sends a signal, as kill(2) does.
  ///
  /// @throws PosixException ESRCH if the process has ended and been waited for, EPERM if it belongs
  ///   to another user
  /// @throws IllegalStateException if this is closed
  public synchronized void send(Signal signal) throws PosixException {
    Calls.check(send(signal.number()), () -> "kill(" + pid + ", " + signal + ")");
  }

  private int send(int number) {
    checkOpen();
    if (pidfd != NONE) {
      return PidfdH.pidfd_send_signal(pidfd, number, null, 0);
    }
    return hasEnded() ? -Errno.ESRCH.number() : SignalH.kill(pid, number);
  }

  private boolean hasEnded() {
    return process != null && !process.isAlive();
  }

  /// Queues a signal with a value, as sigqueue(3) does. Real-time signals queue; a standard signal
  /// that is pending already swallows the new one with its value.
  ///
  /// @param value reaches a C program as `si_value.sival_ptr`, and its low half as `sival_int`
  /// @throws PosixException EAGAIN if the receiving user has as many signals queued as allowed
  ///   (`RLIMIT_SIGPENDING`): nothing was sent, try again; ESRCH, EPERM as [#send]
  /// @throws IllegalStateException if this is closed
  public synchronized void queue(Signal signal, long value) throws PosixException {
    checkOpen();
    Calls.check(
        queue(signal.number(), content(signal, value)),
        () -> "sigqueue(" + pid + ", " + signal + ", " + value + ")");
  }

  private int queue(int number, Memory content) {
    if (pidfd != NONE) {
      return PidfdH.pidfd_send_signal(pidfd, number, content, 0);
    }
    return hasEnded() ? -Errno.ESRCH.number() : SignalH.rt_sigqueueinfo(pid, number, content);
  }

  private Memory content(Signal signal, long value) {
    if (queued == null) {
      queued = new QueuedSignal();
    }
    return queued.with(signal, value);
  }

  /// Whether the process exists; a zombie that has not been waited for does.
  ///
  /// @throws IllegalStateException if this is closed
  public synchronized boolean exists() {
    return send(0) != -Errno.ESRCH.number();
  }

  private void checkOpen() {
    if (pidfd == CLOSED) {
      throw new IllegalStateException("the recipient with pid " + pid + " is closed");
    }
  }

  /// Closes the descriptor. A second call does nothing.
  @Override
  public synchronized void close() {
    if (pidfd >= 0) {
      UnistdH.close(pidfd);
    }
    pidfd = CLOSED;
  }

  @Override
  public String toString() {
    return "Recipient " + pid;
  }
}
