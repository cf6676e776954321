package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.Poller;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.UnistdH;
import java.util.concurrent.TimeUnit;

/// Ends this program when its parent has ended: in order, and by force if that takes too long.
final class ParentWatch {
  /// As a shell shows death by TERM; nobody is left to see it, unless somebody adopts this process.
  private static final int STATUS = 143;

  private final Poller poller;
  private final int parent;
  private final long grace;

  private ParentWatch(Poller poller, int parent, long grace) {
    this.poller = poller;
    this.parent = parent;
    this.grace = grace;
  }

  /// @param pid of the parent
  /// @param grace milliseconds from its end to the end by force
  static void start(int pid, long grace) throws PosixException {
    int parent = PidfdH.pidfd_open(pid, 0);
    // After opening: as long as it is the parent, the pid cannot be another's.
    if (UnistdH.getppid() != pid || parent == -Errno.ESRCH.number()) {
      Runtime.getRuntime().halt(STATUS);
    }
    Calls.check(parent, () -> "pidfd_open(" + pid + ")");
    Poller poller = Poller.open(1);
    poller.add(parent);
    Thread.ofPlatform()
        .daemon()
        .inheritInheritableThreadLocals(false)
        .name("signalman-parent")
        .start(new ParentWatch(poller, parent, grace)::run);
  }

  private void run() {
    while (true) {
      try {
        int count = poller.await(Poller.FOREVER);
        if (poller.ready(parent, count)) {
          end();
        }
      } catch (InterruptedException _) {
        // Somebody's mistake: the parent is still being watched.
      }
    }
  }

  private void end() {
    Thread.ofPlatform().daemon().name("signalman-exit").start(() -> System.exit(STATUS));
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(grace);
    long left = end - System.nanoTime();
    while (left > 0) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException _) {
        // The VM goes down, as it should; this thread sees to it that it comes to an end.
      }
      left = end - System.nanoTime();
    }
    Runtime.getRuntime().halt(STATUS);
  }
}
