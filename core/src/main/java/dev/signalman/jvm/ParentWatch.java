package dev.signalman.jvm;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.kernel.Pidfds;
import dev.signalman.internal.wait.Poller;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.UnistdH;
import java.util.concurrent.TimeUnit;

/// Ends this program when its parent has ended: first in order, then by force if that takes too
/// long.
final class ParentWatch implements DaemonThread.Turn {
  /// The status by which a shell shows death by TERM. Only a process that adopts this one can see
  /// it.
  private static final int STATUS = 143;

  /// The interval of checks without a descriptor, in nanoseconds.
  private static final long CHECK = 100_000_000;

  private final Poller poller;
  private final int pid;

  /// The parent's descriptor, or negative where the kernel has none.
  private final int parent;

  private final long grace;

  /// Guarded by this.
  private boolean gone;

  /// Guarded by this.
  private boolean released;

  private boolean exiting;

  /// The time by which the program has to have ended in order.
  private long end;

  private ParentWatch(Poller poller, int pid, int parent, long grace) {
    this.poller = poller;
    this.pid = pid;
    this.parent = parent;
    this.grace = grace;
  }

  /// @param pid the pid of the parent
  /// @param grace the milliseconds from the parent's end to the end by force
  static ParentWatch start(int pid, long grace) throws PosixException {
    int parent = Pidfds.open(pid);
    // After opening: as long as it is the parent, no other process can have its pid.
    if (UnistdH.getppid() != pid || parent == -ErrnoH.ESRCH) {
      Runtime.getRuntime().halt(STATUS);
    }
    if (parent < 0 && parent != -ErrnoH.ENOSYS) {
      Calls.check(parent, () -> "pidfd_open(" + pid + ")");
    }
    try {
      return begin(pid, parent, grace);
    } catch (Throwable e) {
      if (parent >= 0) {
        UnistdH.close(parent);
      }
      throw e;
    }
  }

  private static ParentWatch begin(int pid, int parent, long grace) throws PosixException {
    Poller poller = Poller.open(1);
    try {
      if (parent >= 0) {
        poller.add(parent);
      }
      ParentWatch watch = new ParentWatch(poller, pid, parent, grace);
      DaemonThread.lasting("signalman-parent", watch).start();
      return watch;
    } catch (Throwable e) { // also if no thread can be started
      poller.close();
      throw e;
    }
  }

  @Override
  public boolean turn() throws InterruptedException {
    if (!isGone()) {
      // Without a descriptor the check is getppid(): a process whose parent ends gets another one.
      int count = poller.await(parent < 0 ? CHECK : Nanos.FOREVER);
      return look(count);
    }
    if (!exiting) {
      // If there is no memory for a thread now, this is tried again until the time is over.
      DaemonThread.lasting("signalman-exit", ParentWatch::exit).start();
      exiting = true;
    }
    if (end - System.nanoTime() <= 0) {
      Runtime.getRuntime().halt(STATUS);
    }
    TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    return true;
  }

  private synchronized boolean isGone() {
    return gone;
  }

  private synchronized boolean look(int count) {
    if (released) {
      close();
      return false;
    }
    gone = poller.ready(parent, count) || UnistdH.getppid() != pid;
    end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(grace);
    return true;
  }

  private void close() {
    poller.close();
    if (parent >= 0) {
      UnistdH.close(parent);
    }
  }

  /// Ends the watch, and with it the thread.
  ///
  /// @return false if the parent has ended already
  synchronized boolean release() {
    if (gone) {
      return false;
    }
    if (!released) {
      released = true;
      poller.wake();
    }
    return true;
  }

  private static boolean exit() {
    System.exit(STATUS);
    return false;
  }
}
