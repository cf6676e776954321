package dev.signalman.internal.init;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.SigAction;
import dev.signalman.internal.kernel.VmSignals;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.IoctlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.PrctlH;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import dev.signalman.posix.WaitH;
import org.jspecify.annotations.Nullable;

/// Properties of this process that a supervisor of other processes reads and changes.
public final class ThisProcess {
  private static final int INIT = 1;
  private static final int STANDARD_INPUT = 0;

  /// The VM continues after these.
  private static final SignalSet OF_WRITES = SignalSet.of(Signal.PIPE, Signal.XFSZ);

  /// Takes answers that nobody reads, of any thread.
  private static final Memory UNREAD = Memory.allocate(Siginfo.SIZE);

  private ThisProcess() {}

  /// Its pid. A `ProcessHandle` knows it too, but makes a pool of threads first, which takes
  /// longer.
  public static int pid() {
    NativeAccess.require();
    return UnistdH.getpid();
  }

  /// Whether orphans among its descendants become its children: it is process 1 of its pid
  /// namespace, or a subreaper (prctl(2)). A program that was in this process before may have made
  /// it one.
  public static boolean getsOrphans() throws PosixException {
    if (pid() == INIT) {
      return true;
    }
    Memory answer = Memory.allocate(Integer.BYTES);
    Calls.check(
        PrctlH.prctl(PrctlH.PR_GET_CHILD_SUBREAPER, answer.address()),
        "prctl(PR_GET_CHILD_SUBREAPER)");
    return answer.getInt(0) != 0;
  }

  /// The signals that are ignored in it now.
  public static SignalSet ignored() {
    NativeAccess.require();
    return SigAction.ignored(SignalSet.all());
  }

  /// Whether it has a child, whoever started it, and whether or not it has ended.
  public static boolean hasChildren() {
    NativeAccess.require();
    int options = WaitH.WEXITED | WaitH.WNOHANG | WaitH.WNOWAIT;
    return WaitH.waitid(WaitH.P_ALL, 0, UNREAD, options, null) != -ErrnoH.ECHILD;
  }

  /// Lets the kernel send it a signal when its parent ends (prctl(2)): more exactly, the thread of
  /// its parent that started it. Only a thread that does not end may call this. If the parent has
  /// ended already, this sends the signal.
  ///
  /// @param parent the pid of the parent when this process began; 0 if that is not known, or has no
  ///   number in this pid namespace
  public static void signalAtParentsEnd(Signal signal, int parent) throws PosixException {
    NativeAccess.require();
    Calls.check(PrctlH.prctl(PrctlH.PR_SET_PDEATHSIG, signal.number()), "prctl(PR_SET_PDEATHSIG)");
    if (parent != 0 && UnistdH.getppid() != parent) {
      SignalH.kill(UnistdH.getpid(), signal.number());
    }
  }

  /// Gives up the terminal that is its standard input, so that another session can have it. If this
  /// process leads its session, the foreground group then gets HUP and CONT (ioctl_tty(2)).
  ///
  /// @return null, or why standard input is not the terminal of this process
  public static @Nullable Errno leaveTerminal() {
    NativeAccess.require();
    int result = IoctlH.ioctl(STANDARD_INPUT, IoctlH.TIOCNOTTY);
    return result < 0 ? new Errno(-result) : null;
  }

  /// Makes the root its working directory, so that it keeps no file system in use. The VM does not
  /// notice: relative names mean other files from now on.
  ///
  /// @return null, or why it cannot
  public static @Nullable Errno leaveDirectory() {
    NativeAccess.require();
    int result = UnistdH.chdir(Memory.string("/"));
    return result < 0 ? new Errno(-result) : null;
  }

  /// Ends it with a status, at once: the VM does not notice, and runs no shutdown hook.
  public static void exit(int status) {
    NativeAccess.require();
    UnistdH.exit_group(status);
  }

  /// Ends it by a signal, without giving back what it has claimed, which takes longer than all else
  /// at its end. Nothing of the process is used afterwards, except its exit if this returns: the
  /// signal belongs to the VM, or no signal ends process 1.
  public static void endBy(Signal signal) {
    NativeAccess.require();
    if (VmSignals.mustStayUnblocked(signal) || OF_WRITES.contains(signal)) {
      return;
    }
    if (signal != Signal.KILL) {
      SigAction.setDefault().install(signal);
      long mask = SignalSet.of(signal).mask();
      Memory set = Memory.allocate(SignalH.SIGSET_SIZE).putLong(0, mask);
      SignalH.pthread_sigmask(SignalH.SIG_UNBLOCK, set, null);
    }
    SignalH.kill(UnistdH.getpid(), signal.number());
  }
}
