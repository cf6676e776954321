package dev.signalman.posix;

import org.jspecify.annotations.Nullable;

/// `<signal.h>`: sending signals and setting their actions. Every function returns `-errno` on
/// failure.
public final class SignalH {
  /// `sa_handler` value: the default action.
  public static final long SIG_DFL = 0;

  /// `sa_handler` value: ignore.
  public static final long SIG_IGN = 1;

  /// `si_code`: sent by kill(2).
  public static final int SI_USER = 0;

  /// `si_code`: sent by sigqueue(3).
  public static final int SI_QUEUE = -1;

  /// `si_code`: a POSIX timer expired.
  public static final int SI_TIMER = -2;

  /// `si_code`: a SIGIO in the queue.
  public static final int SI_SIGIO = -5;

  /// `si_code`: sent by tgkill(2) or pthread_kill(3).
  public static final int SI_TKILL = -6;

  /// `si_code`: sent by the kernel.
  public static final int SI_KERNEL = 0x80;

  /// `how` of [#pthread_sigmask]: add to the mask.
  public static final int SIG_BLOCK = 0;

  /// `how` of [#pthread_sigmask]: take out of the mask.
  public static final int SIG_UNBLOCK = 1;

  /// `how` of [#pthread_sigmask]: replace the mask.
  public static final int SIG_SETMASK = 2;

  /// Bytes of a `sigset_t`, of which the kernel uses the first [#SET_SIZE].
  public static final int SIGSET_SIZE = 128;

  /// The number of sigsuspend(2), by which proc_pid_syscall(5) shows that a thread waits there.
  public static final long SYS_SIGSUSPEND = SyscallNumbers.RT_SIGSUSPEND;

  /// Bytes of a set of signals, as the kernel takes it.
  static final int SET_SIZE = 8;

  /// Signals that the C library keeps for itself, 32 and 33, as bits of a mask. Their senders wait
  /// for every thread, so blocking them stops setuid(2) in a program with threads.
  private static final long LIBRARY_SIGNALS = 0b11L << 31;

  // Called through the C library, which adds the code that the kernel returns to after a handler
  // (SA_RESTORER).
  private static final CFunction SIGACTION = CFunction.of("sigaction");

  private SignalH() {}

  /// `kill(2)`: sends a signal to a process, a group (`pid < -1`) or every process (`-1`).
  ///
  /// @return 0, `-EINVAL`, `-EPERM` or `-ESRCH`
  public static int kill(int pid, int sig) {
    return (int) Kernel.call(SyscallNumbers.KILL, pid, sig);
  }

  /// `tgkill(2)`: sends a signal to one thread of a process.
  ///
  /// @return 0, `-EAGAIN`, `-EINVAL`, `-EPERM` or `-ESRCH`
  public static int tgkill(int tgid, int tid, int sig) {
    return (int) Kernel.call(SyscallNumbers.TGKILL, tgid, tid, sig);
  }

  /// `rt_sigqueueinfo(2)`: queues a signal with a complete `siginfo_t` (see [Siginfo]). The kernel
  /// refuses codes of its own (`>= 0`, `SI_TKILL`) unless the calling *thread*'s id is `tgid`.
  ///
  /// @return 0, `-EAGAIN` at the limit of queued signals, `-EINVAL`, `-EPERM` or `-ESRCH`
  public static int rt_sigqueueinfo(int tgid, int sig, Memory info) {
    return (int) Kernel.call(SyscallNumbers.RT_SIGQUEUEINFO, tgid, sig, info);
  }

  /// `sigaction(2)` as the C library wraps it: sets and gets the action of a signal (see
  /// [Sigaction]).
  ///
  /// @return 0 or `-EINVAL`
  public static int sigaction(int sig, @Nullable Memory act, @Nullable Memory oldact) {
    return SIGACTION.flag(ErrnoH.EINVAL, sig, act, oldact);
  }

  /// Calls a handler as a C function, without a `siginfo_t` and `ucontext_t`.
  public static void callHandler(long handler, int sig) {
    CFunction.at("handler", handler).value(sig, null);
  }

  /// `pthread_sigmask(3)`: changes and gets the calling thread's mask; of both sets the kernel uses
  /// the first 8 bytes. Like the C library's function, it never blocks the signals that the library
  /// keeps for itself.
  ///
  /// @return 0 or `-EINVAL`
  public static int pthread_sigmask(int how, @Nullable Memory set, @Nullable Memory oldset) {
    Memory harmless = how == SIG_UNBLOCK || set == null ? set : withoutLibrarySignals(set);
    return (int) Kernel.call(SyscallNumbers.RT_SIGPROCMASK, how, harmless, oldset, SET_SIZE);
  }

  /// `sigpending(2)`: the signals that are pending for the calling thread or its process, and
  /// blocked in this thread. The kernel writes 8 bytes.
  ///
  /// @return 0
  public static int sigpending(Memory set) {
    return (int) Kernel.call(SyscallNumbers.RT_SIGPENDING, set, SET_SIZE);
  }

  private static Memory withoutLibrarySignals(Memory set) {
    long mask = set.getLong(0);
    long harmless = mask & ~librarySignals(mask);
    return harmless == mask ? set : Memory.allocate(SET_SIZE).putLong(0, harmless);
  }

  /// musl keeps 34 too. The C library is asked only if the mask has such a signal.
  private static long librarySignals(long mask) {
    boolean mayHaveMore = mask >>> 33 != 0;
    return mayHaveMore ? keptBelow(SignalRangeH.sigrtmin()) : LIBRARY_SIGNALS;
  }

  /// The kernel's real-time signals, from 32 on, that a C library with this `SIGRTMIN` keeps.
  static long keptBelow(int sigrtmin) {
    long fromFirst = -1L << 31;
    return sigrtmin > 64 ? fromFirst : fromFirst & ((1L << (sigrtmin - 1)) - 1);
  }
}
