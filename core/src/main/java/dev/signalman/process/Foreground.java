package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.Uncaught;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.IoctlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;

/// The process group that had a terminal's foreground before a child got it. Everything needed to
/// give it back is allocated before the child starts.
final class Foreground {
  private static final int LOWEST = 3;
  private final Memory group = Memory.allocate(Integer.BYTES);
  private final Memory blocked =
      Memory.allocate(SignalH.SIGSET_SIZE).putLong(0, 1L << (Signal.TTOU.number() - 1));
  private final Memory mask = Memory.allocate(SignalH.SIGSET_SIZE);
  private int terminal;
  private int before;
  private boolean closed;

  private Foreground() {}

  /// @param number a descriptor of the terminal, which may be closed afterwards
  static Foreground of(int number) throws PosixException {
    Foreground present = new Foreground(); // before the descriptor: allocation may fail
    int copy = FcntlH.fcntl(number, FcntlH.F_DUPFD_CLOEXEC, LOWEST);
    if (copy < 0) {
      Calls.check(copy, () -> "fcntl(" + number + ", F_DUPFD_CLOEXEC)");
    }
    present.terminal = copy;
    present.before = present.current();
    return present;
  }

  /// @return 0 if there is none, or `-errno`
  private int current() {
    int result = IoctlH.ioctl(terminal, IoctlH.TIOCGPGRP, group);
    return result < 0 ? result : group.getInt(0);
  }

  /// Gives the foreground back, if the child still has it, or a group without a process; and closes
  /// this. Called once.
  ///
  /// @param child its process group, 0 for none
  synchronized void giveBack(int child) {
    if (closed) {
      return;
    }
    int present = current();
    boolean left = present > 0 && SignalH.kill(-present, 0) == -ErrnoH.ESRCH;
    if (before > 0 && (present == child || left)) {
      set(before);
    }
    closed = true;
    UnistdH.close(terminal);
  }

  /// Doing this from the background raises TTOU, unless the thread blocks it.
  private void set(int wanted) {
    int result = SignalH.pthread_sigmask(SignalH.SIG_BLOCK, blocked, mask);
    if (result == 0) {
      result = IoctlH.ioctl(terminal, IoctlH.TIOCSPGRP, group.putInt(0, wanted));
      if ((mask.getLong(0) & blocked.getLong(0)) == 0) {
        // Does not restore the whole mask: the handler of a signal may have changed it meanwhile.
        SignalH.pthread_sigmask(SignalH.SIG_UNBLOCK, blocked, null);
      }
    }
    if (result < 0 && result != -ErrnoH.ESRCH && result != -ErrnoH.EPERM) {
      // With another error the group has gone, or has left the session: then there is no group to
      // give it to.
      Uncaught.report(
          new PosixException("tcsetpgrp(" + terminal + ", " + wanted + ")", new Errno(-result)));
    }
  }
}
