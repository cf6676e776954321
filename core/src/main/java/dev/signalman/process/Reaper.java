package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.engine.Poller;
import dev.signalman.internal.engine.VmExit;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.WaitH;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Waits for all children of this library in one daemon thread. It sleeps in epoll_wait(2) over
/// their descriptors and asks the kernel about none but them.
final class Reaper {
  private static final int MAX_EVENTS = 64;

  private final Map<Integer, Child> children = new ConcurrentHashMap<>();
  private final Poller poller;

  private Reaper(Poller poller) {
    this.poller = poller;
  }

  private static @Nullable Reaper instance;

  /// The reaper of this process. The first call starts its thread.
  ///
  /// @throws PosixException if the process is out of descriptors
  static synchronized Reaper get() throws PosixException {
    if (instance == null) {
      instance = new Reaper(Poller.open(MAX_EVENTS));
      VmExit.interrupts(Thread.ofPlatform().daemon().name("signalman-reaper").start(instance::run));
    }
    return instance;
  }

  void watch(Child child, int pidfd) throws PosixException {
    children.put(pidfd, child);
    try {
      poller.add(pidfd);
    } catch (PosixException e) {
      children.remove(pidfd);
      throw e;
    }
  }

  private void run() {
    while (true) {
      try {
        int count = poller.await(VmExit.hasBegun() ? 0 : Poller.FOREVER);
        for (int i = 0; i < count; i++) {
          reap(poller.descriptor(i));
        }
        if (VmExit.hasBegun()) {
          VmExit.rest();
        }
      } catch (InterruptedException _) {
        // The VM goes down, or a careless owner of all threads interrupts them; this one has no
        // end.
      }
    }
  }

  private void reap(int pidfd) {
    Child child = children.get(pidfd);
    if (child == null) {
      return;
    }
    Memory info = Memory.allocate(Siginfo.SIZE);
    Memory usage = Memory.allocate(WaitH.RUSAGE_SIZE);
    int result = WaitH.waitid(WaitH.P_PIDFD, pidfd, info, WaitH.WEXITED | WaitH.WNOHANG, usage);
    if (result == 0 && info.getInt(Siginfo.PID) == 0) {
      return; // readable, and not ended after all: look again at the next event
    }
    children.remove(pidfd);
    child.ended(pidfd); // closing it takes it out of the epoll
    if (result < 0) {
      child
          .exit()
          .completeExceptionally(
              new IllegalStateException(
                  "the status of "
                      + child
                      + " was taken by somebody who waits for any child, or lost"
                      + " because SIGCHLD is ignored: "
                      + new Errno(-result)));
    } else {
      child.exit().complete(status(info, usage));
    }
  }

  private static ExitStatus status(Memory info, Memory usage) {
    int code = info.getInt(Siginfo.CODE);
    int status = info.getInt(Siginfo.STATUS);
    ResourceUsage used =
        new ResourceUsage(
            time(usage, WaitH.RU_UTIME),
            time(usage, WaitH.RU_STIME),
            usage.getLong(WaitH.RU_MAXRSS) * 1024);
    return code == WaitH.CLD_EXITED
        ? new ExitStatus.Exited(status, used)
        : new ExitStatus.Killed(status, code == WaitH.CLD_DUMPED, used);
  }

  private static Duration time(Memory usage, int offset) {
    return Duration.ofSeconds(usage.getLong(offset), usage.getLong(offset + 8) * 1_000);
  }
}
