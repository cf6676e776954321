package dev.signalman.internal.kernel;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import org.jspecify.annotations.Nullable;

/// A process, held by a descriptor (pidfd_open(2)) so that it never comes to mean another one.
///
/// On a kernel before 5.3, or where a filter refuses pidfd_open(2), one made from a `ProcessHandle`
/// checks before each signal that the process still lives.
public final class HeldProcess implements ProcessHold {
  private static final int NONE = -1;
  private static final int CLOSED = -2;

  private final int pid;
  private int pidfd;

  /// Used without a descriptor: tells this process from the next one with its pid.
  private final @Nullable ProcessHandle process;

  /// Made once, for the first value to be queued.
  private @Nullable SentValue queued;

  private HeldProcess(int pid, int pidfd, @Nullable ProcessHandle process) {
    this.pid = pid;
    this.pidfd = pidfd;
    this.process = process;
  }

  /// The process that has `pid` now.
  ///
  /// @throws IllegalArgumentException if no process can have that number; 0 and negative numbers
  ///   mean groups in kill(2)
  /// @throws PosixException if there is no such process (ESRCH) or no descriptor is left (EMFILE)
  public static HeldProcess of(long pid) throws PosixException {
    return of(pid, null);
  }

  private static HeldProcess of(long pid, @Nullable ProcessHandle process) throws PosixException {
    int number = Pids.process(pid);
    int pidfd = open(number);
    if (pidfd == -ErrnoH.ENOSYS) {
      return new HeldProcess(number, NONE, process);
    }
    return new HeldProcess(number, Calls.check(pidfd, () -> "pidfd_open(" + pid + ")"), null);
  }

  /// The process that a handle stands for.
  ///
  /// @throws PosixException if it has ended (ESRCH), even if its pid is in use again
  public static HeldProcess of(ProcessHandle process) throws PosixException {
    HeldProcess held = of(process.pid(), process);
    // The descriptor holds the process that has the pid now. The handle remembers when its own
    // began.
    if (!process.isAlive()) {
      held.close();
      throw new PosixException(
          "pidfd_open(" + process.pid() + "), whose process has ended", Errno.ESRCH);
    }
    return held;
  }

  /// A hold for one signal to the process that has `pid` now. It works without a descriptor if none
  /// is available, also for a thread's id, which kill(2) accepts for its process.
  public static HeldProcess once(long pid) throws PosixException {
    int number = Pids.process(pid);
    int pidfd = open(number);
    if (pidfd == -ErrnoH.ESRCH) {
      throw new PosixException("pidfd_open(" + pid + ")", Errno.ESRCH);
    }
    return new HeldProcess(number, Math.max(NONE, pidfd), null);
  }

  /// Whether a process has this number; kill(2) with signal 0 also finds one of another user.
  public static boolean exists(int pid) {
    return SignalH.kill(pid, 0) != -ErrnoH.ESRCH;
  }

  private static int open(int pid) {
    NativeAccess.require();
    int pidfd = Pidfds.open(pid);
    boolean lacking = pidfd == -ErrnoH.ENOSYS;
    // The same answer as pidfd_open(2) gives: whether the process exists, of any user.
    return lacking && !exists(pid) ? -ErrnoH.ESRCH : pidfd;
  }

  @Override
  public synchronized <T extends @Nullable Object, E extends Exception> T use(Use<T, E> use)
      throws E {
    checkOpen();
    if (pidfd == NONE) {
      throw new UnsupportedOperationException(
          "process " + pid + " is held by its pid; Signals.capabilities() tells why");
    }
    return use.with(pidfd);
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public synchronized void send(Signal signal) throws PosixException {
    Calls.check(send(signal.number()), () -> "kill(" + pid + ", " + signal + ")");
  }

  private int send(int number) {
    checkOpen();
    if (pidfd != NONE) {
      return PidfdH.pidfd_send_signal(pidfd, number, null, 0);
    }
    return hasEnded() ? -ErrnoH.ESRCH : SignalH.kill(pid, number);
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
  @Override
  public synchronized void send(Signal signal, long value) throws PosixException {
    checkOpen();
    Calls.check(
        queue(signal.number(), content(signal, value)),
        () -> "sigqueue(" + pid + ", " + signal + ", " + value + ")");
  }

  private int queue(int number, Memory content) {
    if (pidfd != NONE) {
      return PidfdH.pidfd_send_signal(pidfd, number, content, 0);
    }
    return hasEnded() ? -ErrnoH.ESRCH : SignalH.rt_sigqueueinfo(pid, number, content);
  }

  private Memory content(Signal signal, long value) {
    if (queued == null) {
      queued = new SentValue();
    }
    return queued.with(signal, value);
  }

  @Override
  public synchronized boolean exists() {
    return send(0) != -ErrnoH.ESRCH;
  }

  private void checkOpen() {
    if (pidfd == CLOSED) {
      throw new IllegalStateException("the hold on the process with pid " + pid + " is closed");
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
}
