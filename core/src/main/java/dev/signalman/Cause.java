package dev.signalman;

/// Why a signal came: the kernel's `si_code` (sigaction(2)) under a name.
public enum Cause {
  /// Another process, or this one, called kill(2) (`SI_USER`).
  KILL,
  /// sigqueue(3) sent it with a value (`SI_QUEUE`).
  QUEUE,
  /// A POSIX timer expired (`SI_TIMER`).
  TIMER,
  /// A POSIX message queue became non-empty (`SI_MESGQ`).
  MESSAGE_QUEUE,
  /// Asynchronous I/O is complete (`SI_ASYNCIO`, `SI_ASYNCNL`).
  ASYNC_IO,
  /// A descriptor became ready (`SI_SIGIO`, `POLL_IN` and its kin).
  IO,
  /// tgkill(2), pthread_kill(3) or raise(3) directed it at a thread (`SI_TKILL`).
  THREAD,
  /// The kernel sent it: a terminal key, an alarm, a hang-up (`SI_KERNEL`).
  KERNEL,
  /// A child called exit(2) (`CLD_EXITED`).
  CHILD_EXITED,
  /// A signal ended a child (`CLD_KILLED`).
  CHILD_KILLED,
  /// A signal ended a child, which left a core file (`CLD_DUMPED`).
  CHILD_DUMPED,
  /// A traced child trapped (`CLD_TRAPPED`).
  CHILD_TRAPPED,
  /// A child stopped (`CLD_STOPPED`).
  CHILD_STOPPED,
  /// A stopped child continued (`CLD_CONTINUED`).
  CHILD_CONTINUED,
  /// Nobody says why: the VM took the signal ([Capabilities.Mode#PORTABLE]).
  UNKNOWN,
  /// Any other code: [SignalInfo#code()] has the number.
  OTHER;

  /// The cause that a code stands for. Small positive codes mean something different for each
  /// signal.
  public static Cause of(Signal signal, int code) {
    return switch (code) {
      case 0 -> KILL;
      case -1 -> QUEUE;
      case -2 -> TIMER;
      case -3 -> MESSAGE_QUEUE;
      case -4, -60 -> ASYNC_IO;
      case -5 -> IO;
      case -6 -> THREAD;
      case 0x80 -> KERNEL;
      default -> specific(signal, code);
    };
  }

  private static Cause specific(Signal signal, int code) {
    return switch (signal) {
      case CHLD -> child(code);
      case ILL, TRAP, BUS, FPE, SEGV, SYS -> OTHER;
      // F_SETSIG of fcntl(2) lets a descriptor's owner choose any signal for it.
      default -> code >= 1 && code <= 6 ? IO : OTHER;
    };
  }

  private static Cause child(int code) {
    return switch (code) {
      case 1 -> CHILD_EXITED;
      case 2 -> CHILD_KILLED;
      case 3 -> CHILD_DUMPED;
      case 4 -> CHILD_TRAPPED;
      case 5 -> CHILD_STOPPED;
      case 6 -> CHILD_CONTINUED;
      default -> OTHER;
    };
  }

  /// Whether [SignalInfo#pid()] and [SignalInfo#uid()] are set: they name the sender, or the child.
  public boolean hasSender() {
    return switch (this) {
      case KILL, QUEUE, THREAD, MESSAGE_QUEUE -> true;
      default -> isChild();
    };
  }

  /// Whether the signal is about a child, so that [SignalInfo#status()] is set.
  public boolean isChild() {
    return compareTo(CHILD_EXITED) >= 0 && compareTo(CHILD_CONTINUED) <= 0;
  }
}
