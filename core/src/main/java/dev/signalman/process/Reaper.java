package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.engine.Calls;
import dev.signalman.posix.EpollH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Siginfo;
import dev.signalman.posix.WaitH;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Waits for all children of this library in one daemon thread. It sleeps in epoll_wait(2) over
/// their descriptors and asks the kernel about none but them.
final class Reaper {
  private static final int MAX_EVENTS = 64;

  private final Map<Integer, Child> children = new ConcurrentHashMap<>();
  private final int epoll;

  private Reaper() {
    try {
      epoll = Calls.check(EpollH.epoll_create1(EpollH.EPOLL_CLOEXEC), () -> "epoll_create1");
    } catch (PosixException e) {
      throw e.unchecked();
    }
  }

  private static final class Holder {
    static final Reaper REAPER = start();

    private static Reaper start() {
      Reaper reaper = new Reaper();
      Thread.ofPlatform().daemon().name("signalman-reaper").start(reaper::run);
      return reaper;
    }
  }

  static Reaper get() {
    return Holder.REAPER;
  }

  void watch(Child child, int pidfd) {
    children.put(pidfd, child);
    Memory event = Memory.allocate(EpollH.EVENT_SIZE);
    event.putInt(EpollH.EVENTS, EpollH.EPOLLIN).putLong(EpollH.DATA, pidfd);
    int result = EpollH.epoll_ctl(epoll, EpollH.EPOLL_CTL_ADD, pidfd, event);
    if (result < 0) {
      children.remove(pidfd);
      throw new IllegalStateException("epoll_ctl: " + new Errno(-result));
    }
  }

  private void run() {
    Memory events = Memory.allocate((long) MAX_EVENTS * EpollH.EVENT_SIZE);
    while (true) {
      int count = EpollH.epoll_wait(epoll, events, MAX_EVENTS, -1);
      for (int i = 0; i < count; i++) {
        reap(events.getInt((long) i * EpollH.EVENT_SIZE + EpollH.DATA));
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
