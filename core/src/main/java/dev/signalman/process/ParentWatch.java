package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.DaemonThread;
import dev.signalman.internal.engine.Pidfds;
import dev.signalman.internal.engine.Poller;
import dev.signalman.posix.UnistdH;
import java.util.concurrent.TimeUnit;

/// Ends this program when its parent has ended: in order, and by force if that takes too long.
final class ParentWatch implements DaemonThread.Turn {
  /// As a shell shows death by TERM; nobody is left to see it, unless somebody adopts this process.
  private static final int STATUS = 143;

  /// In nanoseconds.
  private static final long LOOK = 100_000_000;

  private final Poller poller;
  private final int pid;

  /// Its descriptor, or negative where the kernel has none.
  private final int parent;

  private final long grace;
  private boolean gone;
  private boolean exiting;

  /// When the time is over that the program has to end in order.
  private long end;

  private ParentWatch(Poller poller, int pid, int parent, long grace) {
    this.poller = poller;
    this.pid = pid;
    this.parent = parent;
    this.grace = grace;
  }

  /// @param pid of the parent
  /// @param grace milliseconds from its end to the end by force
  static void start(int pid, long grace) throws PosixException {
    int parent = Pidfds.open(pid);
    // After opening: as long as it is the parent, the pid cannot be another's.
    if (UnistdH.getppid() != pid || parent == -Errno.ESRCH.number()) {
      Runtime.getRuntime().halt(STATUS);
    }
    if (parent < 0 && parent != -Errno.ENOSYS.number()) {
      Calls.check(parent, () -> "pidfd_open(" + pid + ")");
    }
    try {
      begin(pid, parent, grace);
    } catch (Throwable e) {
      if (parent >= 0) {
        UnistdH.close(parent);
      }
      throw e;
    }
  }

  private static void begin(int pid, int parent, long grace) throws PosixException {
    Poller poller = Poller.open(1);
    try {
      if (parent >= 0) {
        poller.add(parent);
      }
      DaemonThread.lasting("signalman-parent", new ParentWatch(poller, pid, parent, grace)).start();
    } catch (Throwable e) { // also if no thread is to be had
      poller.close();
      throw e;
    }
  }

  @Override
  public boolean turn() throws InterruptedException {
    if (!gone) {
      // Without a descriptor: a process whose parent ends gets another one.
      int count = poller.await(parent < 0 ? LOOK : Poller.FOREVER);
      gone = poller.ready(parent, count) || UnistdH.getppid() != pid;
      end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(grace);
      return true;
    }
    if (!exiting) {
      // If there is no memory for a thread just now, it is tried again until the time is over.
      DaemonThread.lasting("signalman-exit", ParentWatch::exit).start();
      exiting = true;
    }
    if (end - System.nanoTime() <= 0) {
      Runtime.getRuntime().halt(STATUS);
    }
    TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
    return true;
  }

  private static boolean exit() {
    System.exit(STATUS);
    return false;
  }
}
