package dev.signalman.internal.wait;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.posix.EpollH;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// All waits of virtual threads for descriptors: one daemon thread sleeps in one epoll over them
/// and unparks the threads whose descriptor is ready. A native call would pin a virtual thread's
/// carrier.
///
/// This takes one thread and two descriptors for any number of waits.
///
/// They end when no thread has waited for a while ([Linger]).
public final class VirtualWaits implements DaemonThread.Turn, Linger.Service {
  private static final int MAX_EVENTS = 256;
  private static final int BROKEN = EpollH.EPOLLERR | EpollH.EPOLLHUP;
  private static @Nullable VirtualWaits instance;

  private final Poller poller;

  /// The waits by descriptor, in step with the poller; guarded by itself.
  private final Map<Integer, Waiters> waiting = new HashMap<>();

  /// Whether the last turn was interrupted, or ended by a lack of memory: the events of its wait
  /// are then lost, and the kernel reports no descriptor twice. Only for the own thread.
  private boolean missed;

  /// The number of waits begun so far. Guarded by [#waiting], as the next two fields.
  private long uses;

  /// The value of [#uses] when [Linger] last asked.
  private long usesBefore;

  private boolean ended;

  /// The waits for one descriptor: each is ended once. They form a chain, which needs no memory.
  private static final class Waiters {
    private @Nullable Wait first;

    boolean isEmpty() {
      return first == null;
    }

    void add(Wait wait) {
      wait.next = first;
      first = wait;
    }

    void remove(Wait wait) {
      Wait before = null;
      Wait present = first;
      while (present != null && present != wait) {
        before = present;
        present = present.next;
      }
      if (present == null) {
        return;
      }
      if (before == null) {
        first = wait.next;
      } else {
        before.next = wait.next;
      }
      wait.next = null;
    }

    /// The events for the waits that have not been told.
    int events() {
      int events = 0;
      for (Wait wait = first; wait != null; wait = wait.next) {
        events |= wait.ended ? 0 : wait.event;
      }
      return events;
    }

    void tell(int events) {
      for (Wait wait = first; wait != null; wait = wait.next) {
        if ((events & (wait.event | BROKEN)) != 0) {
          wait.end();
        }
      }
    }
  }

  private VirtualWaits(Poller poller) {
    this.poller = poller;
  }

  private static synchronized VirtualWaits get() throws PosixException {
    VirtualWaits present = instance;
    if (present == null) {
      present = start(Poller.open(MAX_EVENTS));
      instance = present;
    }
    return present;
  }

  private static VirtualWaits start(Poller poller) {
    try {
      VirtualWaits started = new VirtualWaits(poller);
      DaemonThread.lasting("signalman-wait", started).start();
      return started;
    } catch (Throwable e) { // also if no thread can be started
      poller.close();
      throw e;
    }
  }

  /// Begins a wait of the calling thread, which has to close the wait before the descriptor is
  /// closed. Several threads may wait for the same descriptor: each is woken.
  ///
  /// @param event `EPOLLIN` or `EPOLLOUT`
  /// @throws PosixException if the kernel refuses
  public static Wait begin(int descriptor, int event) throws PosixException {
    while (true) {
      VirtualWaits all = get();
      Wait wait = all.new Wait(descriptor, event);
      if (all.add(wait)) {
        return wait;
      }
    }
  }

  /// @return false if this service has ended since the caller got it
  private boolean add(Wait wait) throws PosixException {
    synchronized (waiting) {
      if (ended) {
        return false;
      }
      uses++;
      Waiters present = waiting.get(wait.descriptor);
      if (present == null) {
        Waiters first = new Waiters();
        first.add(wait);
        waiting.put(wait.descriptor, first); // first: this may need memory
        try {
          poller.add(wait.descriptor, wait.event | EpollH.EPOLLONESHOT);
        } catch (PosixException e) {
          waiting.remove(wait.descriptor);
          if (waiting.isEmpty()) {
            Linger.add(this);
          }
          throw e;
        }
      } else {
        poller.change(wait.descriptor, present.events() | wait.event | EpollH.EPOLLONESHOT);
        present.add(wait);
      }
    }
    return true;
  }

  private void remove(Wait wait) {
    synchronized (waiting) {
      Waiters present = waiting.get(wait.descriptor);
      if (present == null) {
        return;
      }
      present.remove(wait);
      if (present.isEmpty()) {
        waiting.remove(wait.descriptor);
        forget(wait.descriptor);
        if (waiting.isEmpty()) {
          Linger.add(this);
        }
      }
      // If that fails, the event stays armed in the kernel; when it comes, no wait is told.
    }
  }

  private void forget(int descriptor) {
    try {
      poller.remove(descriptor);
    } catch (PosixException _) {
      // Other code has closed the descriptor: then the kernel has forgotten it, too.
    }
  }

  @Override
  public boolean endIfUnused() {
    synchronized (VirtualWaits.class) {
      synchronized (waiting) {
        if (ended || !waiting.isEmpty()) {
          return false;
        }
        if (uses != usesBefore) {
          usesBefore = uses;
          return true;
        }
        ended = true;
      }
      instance = null;
    }
    poller.wake(); // its own thread closes it: only that one knows when it has left the kernel
    return false;
  }

  private boolean hasEnded() {
    synchronized (waiting) {
      return ended;
    }
  }

  @Override
  public boolean turn() throws InterruptedException {
    if (hasEnded()) {
      poller.close();
      return false;
    }
    if (missed) {
      rearmAll();
    }
    missed = true;
    int count = poller.await(Nanos.FOREVER);
    for (int i = 0; i < count; i++) {
      int descriptor = poller.descriptor(i);
      if (descriptor >= 0) {
        tell(descriptor, poller.events(i));
      }
    }
    missed = false;
    return true;
  }

  private void rearmAll() {
    synchronized (waiting) {
      waiting.forEach(this::rearm);
    }
  }

  /// Tells the waits of a descriptor. The number may have been closed and reused meanwhile: a
  /// thread that is woken for no reason checks, finds nothing, and waits again.
  private void tell(int descriptor, int events) {
    synchronized (waiting) {
      Waiters present = waiting.get(descriptor);
      if (present != null) {
        present.tell(events);
        rearm(descriptor, present);
      }
    }
  }

  /// Arms the descriptor again: telling one wait disarms it for the others, too.
  private void rearm(int descriptor, Waiters present) {
    int left = present.events();
    if (left == 0) {
      return;
    }
    try {
      poller.change(descriptor, left | EpollH.EPOLLONESHOT);
    } catch (PosixException _) { // closed by other code: the waiting threads will notice
      present.tell(BROKEN);
    }
  }

  /// One wait of one thread.
  public final class Wait implements AutoCloseable {
    private final int descriptor;
    private final int event;
    private final Thread thread = Thread.currentThread();
    private volatile boolean ended;

    /// The next wait for the same descriptor.
    private @Nullable Wait next;

    private Wait(int descriptor, int event) {
      this.descriptor = descriptor;
      this.event = event;
    }

    /// Waits until the descriptor is ready, [#end] was called, the time is over, or the thread is
    /// interrupted, which leaves its interrupt status set.
    ///
    /// @param nanos how long at most, or [Nanos#FOREVER]
    public void await(long nanos) {
      long begin = System.nanoTime();
      long left = nanos;
      while (!ended && !thread.isInterrupted() && left != 0) {
        if (nanos == Nanos.FOREVER) {
          LockSupport.park(this);
        } else {
          LockSupport.parkNanos(this, left);
          left = Math.max(0, nanos - (System.nanoTime() - begin));
        }
      }
    }

    /// Ends the wait, or keeps it from beginning. Any thread may call this.
    public void end() {
      ended = true;
      LockSupport.unpark(thread);
    }

    /// Removes the wait from its descriptor.
    @Override
    public void close() {
      remove(this);
    }
  }
}
