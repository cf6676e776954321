package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.engine.Pidfds;
import dev.signalman.internal.engine.Poller;
import dev.signalman.internal.engine.VmExit;
import dev.signalman.internal.engine.VmSignals;
import dev.signalman.posix.EpollH;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Waits for all children of this library in one daemon thread. It sleeps in epoll_wait(2) over
/// their descriptors and asks the kernel about none but them.
final class Reaper {
  private static final int MAX_EVENTS = 64;

  private static @Nullable Reaper instance;

  /// By descriptor, in step with what the poller has; guarded by itself.
  private final Map<Integer, Child> children = new HashMap<>();

  private final Poller poller;
  private final WaitResult found = new WaitResult();

  private Reaper(Poller poller) {
    this.poller = poller;
  }

  /// The one of this process, started on first use.
  ///
  /// @throws PosixException if the process is out of descriptors; the next call tries again
  static synchronized Reaper get() throws PosixException {
    Reaper present = instance;
    if (present == null) {
      VmSignals.keepChildStatuses();
      present = start();
      instance = present;
    }
    return present;
  }

  private static Reaper start() throws PosixException {
    // A child must not be started, only to be killed for want of this.
    Pidfds.require("children");
    Poller poller = Poller.open(MAX_EVENTS);
    try {
      Reaper reaper = new Reaper(poller);
      VmExit.interrupts(
          Thread.ofPlatform()
              .daemon()
              .inheritInheritableThreadLocals(false)
              .name("signalman-reaper")
              .start(reaper::run));
      return reaper;
    } catch (Throwable e) { // no thread to be had
      poller.close();
      throw e;
    }
  }

  /// Looks after a child from now on.
  ///
  /// @throws PosixException if the kernel takes no more descriptors into an epoll
  void watch(Child child, int pidfd) throws PosixException {
    synchronized (children) {
      // Edges: the descriptor of a child whose end a debugger has not taken note of yet can be read
      // already, and would be reported for ever. A second edge follows when the status is there.
      poller.add(pidfd, EpollH.EPOLLIN | EpollH.EPOLLET);
      children.put(pidfd, child);
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
        // end. What the wait had found is lost with it, and an edge is not told again.
        watched().forEach(this::reap);
      }
    }
  }

  private List<Integer> watched() {
    synchronized (children) {
      return List.copyOf(children.keySet());
    }
  }

  private void reap(int pidfd) {
    Child child;
    int result;
    synchronized (children) {
      child = children.get(pidfd);
      if (child == null) {
        return;
      }
      result = child.waitNow(pidfd, found);
      if (result == 0 && !found.isThere()) {
        return;
      }
      children.remove(pidfd);
      forget(pidfd);
    }
    // Outside: it runs what others want to be told by, and frees the number for the next child.
    child.ended(pidfd, result < 0 ? null : found.status(), new Errno(-result));
  }

  private void forget(int pidfd) {
    try {
      poller.remove(pidfd);
    } catch (PosixException e) {
      throw e.unchecked(); // it is open and was added, so there is no reason
    }
  }
}
