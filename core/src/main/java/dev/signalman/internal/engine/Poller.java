package dev.signalman.internal.engine;

import dev.signalman.PosixException;
import dev.signalman.posix.EpollH;
import dev.signalman.posix.EventfdH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.UnistdH;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Waits until one of a few descriptors can be read, the time is over, or it is woken.
///
/// One thread waits at a time; [#wake()] may be called by any. A waiting virtual thread parks, and
/// a platform thread of a shared pool waits in the kernel in its place.
final class Poller {
  /// For [#await]: no end.
  static final long FOREVER = -1;

  private static final int EINTR = -4;
  private static final int ENOSYS = -38;
  private static final int MAX_EVENTS = 4;
  private static final Memory ONE = Memory.allocate(Long.BYTES).putLong(0, 1);

  /// Set once the kernel has said that it lacks epoll_pwait2; waits then end up to 1 ms late.
  private static volatile boolean coarse;

  private static final class Waiters {
    static final ExecutorService POOL =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("signalman-wait-", 0).factory());
  }

  private final int epoll;
  private final int wake;
  private final Memory events = Memory.allocate((long) EpollH.EVENT_SIZE * MAX_EVENTS);
  private final Memory timeout = Memory.allocate(16);
  private final Memory counter = Memory.allocate(Long.BYTES);
  private final Interruption interruption = new Interruption(this::wake);

  /// @param opened takes note of the descriptors
  Poller(Descriptors opened) throws PosixException {
    epoll =
        opened.add(
            EpollH.epoll_create1(EpollH.EPOLL_CLOEXEC), () -> "epoll_create1(EPOLL_CLOEXEC)");
    wake =
        opened.add(
            EventfdH.eventfd(0, EventfdH.EFD_CLOEXEC | EventfdH.EFD_NONBLOCK),
            () -> "eventfd(0, EFD_CLOEXEC|EFD_NONBLOCK)");
    add(wake);
  }

  void add(int descriptor) throws PosixException {
    Memory event = Memory.allocate(EpollH.EVENT_SIZE);
    event.putInt(EpollH.EVENTS, EpollH.EPOLLIN).putLong(EpollH.DATA, descriptor);
    Calls.check(
        EpollH.epoll_ctl(epoll, EpollH.EPOLL_CTL_ADD, descriptor, event),
        () -> "epoll_ctl(EPOLL_CTL_ADD)");
  }

  /// Ends the present wait, or the next one if nobody waits.
  void wake() {
    UnistdH.write(wake, ONE, Long.BYTES);
  }

  /// Waits; afterwards [#ready] tells which descriptors can be read.
  ///
  /// @param nanos how long, 0 for a look without waiting, [#FOREVER]
  /// @return how many events there are for [#ready]
  /// @throws InterruptedException if the thread is interrupted before or during a real wait; its
  ///   interrupt status is cleared
  int await(long nanos) throws InterruptedException {
    if (nanos == 0) {
      return waitHere(0);
    }
    int count = Thread.currentThread().isVirtual() ? waitElsewhere(nanos) : waitHereOpen(nanos);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return count;
  }

  private int waitHereOpen(long nanos) {
    interruption.enter();
    try {
      return waitHere(nanos);
    } finally {
      interruption.leave();
    }
  }

  /// A native call would pin the virtual thread's carrier.
  private int waitElsewhere(long nanos) throws InterruptedException {
    Future<Integer> result = Waiters.POOL.submit(() -> waitHere(nanos));
    boolean interrupted = false;
    while (true) {
      try {
        int count = result.get();
        if (interrupted) {
          throw new InterruptedException();
        }
        return count;
      } catch (InterruptedException e) {
        if (result.isDone()) {
          throw e;
        }
        interrupted = true;
        wake(); // and wait for the waiter: it uses our buffers
      } catch (ExecutionException e) {
        throw new IllegalStateException("waiting for signals failed", e.getCause());
      }
    }
  }

  private int waitHere(long nanos) {
    int count =
        nanos <= 0 ? EpollH.epoll_wait(epoll, events, MAX_EVENTS, (int) nanos) : timed(nanos);
    return count == EINTR ? 0 : Calls.certain(count, "epoll_wait");
  }

  private int timed(long nanos) {
    if (!coarse) {
      timeout.putLong(0, nanos / 1_000_000_000).putLong(8, nanos % 1_000_000_000);
      int count = EpollH.epoll_pwait2(epoll, events, MAX_EVENTS, timeout);
      if (count != ENOSYS) {
        return count;
      }
      coarse = true;
    }
    long millis = Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
    return EpollH.epoll_wait(epoll, events, MAX_EVENTS, (int) millis);
  }

  /// Whether `descriptor` is among the first `count` events. A wake-up is used up by this look.
  boolean ready(int descriptor, int count) {
    boolean found = false;
    for (int i = 0; i < count; i++) {
      int ready = events.getInt((long) i * EpollH.EVENT_SIZE + EpollH.DATA);
      if (ready == wake) {
        UnistdH.read(wake, counter, Long.BYTES);
      }
      found |= ready == descriptor;
    }
    return found;
  }

  void close() {
    UnistdH.close(epoll);
    UnistdH.close(wake);
  }
}
