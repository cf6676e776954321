package dev.signalman.internal.wait;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.Descriptors;
import dev.signalman.internal.kernel.NanoClock;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.kernel.Pidfds;
import dev.signalman.posix.EpollH;
import dev.signalman.posix.EventfdH;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.UnistdH;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Waits until one of its descriptors can be read, the time is over, or it is woken.
///
/// One thread waits at a time; any thread may call [#wake()]. A waiting virtual thread parks
/// ([VirtualWaits]).
public final class Poller {
  /// The beginning of a wait.
  public enum Idle {
    /// Poll for a moment, if the policy finds that it helps, then sleep.
    SPIN_FIRST,
    /// Sleep at once.
    SLEEP
  }

  /// In place of `epoll_wait(2)`, with the same result, for waits without a time limit and for the
  /// polls at the beginning of a wait.
  public interface LongWait {
    /// Waits until there are events.
    ///
    /// @param timeout 0 not to wait, or -1 for ever
    int await(int epoll, Memory events, int capacity, int timeout);
  }

  /// In place of a descriptor: the event is a wake-up.
  public static final int NONE = -1;

  private static final int AT_ONCE = 0;
  private static final int WITHOUT_END = -1;
  private static final int FEW_EVENTS = 4;
  private static final long FIRST_NAP = 50_000;
  private static final long LONGEST_NAP = 10_000_000;
  private static final Memory ONE = Memory.allocate(Long.BYTES).putLong(0, 1);

  /// Set once the kernel lacks epoll_pwait2, or a filter refuses it; waits then end up to 1 ms
  /// late.
  private static volatile boolean coarse;

  private final int epoll;
  private final int wake;

  /// The same as [#wake], or the other end of a pipe if there is no eventfd.
  private final int wakeFrom;

  private final int capacity;
  private final Memory events;
  private final Memory registration = Memory.allocate(EpollH.EVENT_SIZE);
  private final Memory timeout = Memory.allocate(16);
  private final Memory counter = Memory.allocate(Long.BYTES);
  private final Interruption interruption = new Interruption(this);
  private @Nullable SpinPolicy spin;
  private @Nullable LongWait longWait;
  private Idle idle = Idle.SLEEP;
  private boolean slept;
  private boolean closed;

  /// Opens a poller with its own descriptors.
  ///
  /// @param capacity the largest number of events of one wait
  public static Poller open(int capacity) throws PosixException {
    Descriptors opened = new Descriptors();
    try {
      return new Poller(opened, capacity);
    } catch (Throwable e) {
      opened.close();
      throw e;
    }
  }

  /// @param opened records the descriptors
  public Poller(Descriptors opened) throws PosixException {
    this(opened, FEW_EVENTS);
  }

  private Poller(Descriptors opened, int capacity) throws PosixException {
    this.capacity = capacity;
    events = Memory.allocate((long) EpollH.EVENT_SIZE * capacity);
    int created = EpollH.epoll_create1(EpollH.EPOLL_CLOEXEC);
    epoll = opened.add(created, epollCall(created));
    int counting = EventfdH.eventfd(0, EventfdH.EFD_CLOEXEC | EventfdH.EFD_NONBLOCK);
    if (Pidfds.isRefusal(counting)) {
      Memory ends = Memory.allocate(8);
      Calls.check(
          UnistdH.pipe2(ends, FcntlH.O_CLOEXEC | FcntlH.O_NONBLOCK), "pipe2(O_CLOEXEC|O_NONBLOCK)");
      wake = opened.add(ends.getInt(0), "pipe2");
      wakeFrom = opened.add(ends.getInt(4), "pipe2");
    } else {
      wake = opened.add(counting, "eventfd(0, EFD_CLOEXEC|EFD_NONBLOCK)");
      wakeFrom = wake;
    }
    add(wake);
  }

  private static String epollCall(int result) {
    return Pidfds.isRefusal(result)
        ? "epoll_create1, which all waits need (no filter of system calls may refuse it)"
        : "epoll_create1(EPOLL_CLOEXEC)";
  }

  /// Makes this poll for a moment before it sleeps. This suits a thread that handles the events
  /// itself. A thread that passes them on would take the CPU that the next thread needs.
  public Poller spinning() {
    spin = new SpinPolicy(new PollNow(), NanoClock.INSTANCE);
    idle = Idle.SPIN_FIRST;
    return this;
  }

  /// Sets what waits without a time limit; null for the usual call. Only for the waiting thread.
  public void waitsBy(@Nullable LongWait longWait) {
    this.longWait = longWait;
  }

  /// A poll without waiting.
  private final class PollNow implements IntSupplier {
    @Override
    public int getAsInt() {
      LongWait present = longWait;
      return present == null ? waitHere(0) : found(present.await(epoll, events, capacity, AT_ONCE));
    }
  }

  /// Sets how a [#spinning] poller begins its next wait. Only for the waiting thread.
  public void idle(Idle idle) {
    this.idle = idle;
  }

  /// Adds a descriptor, to wait until it can be read.
  public void add(int descriptor) throws PosixException {
    add(descriptor, EpollH.EPOLLIN);
  }

  /// Adds a descriptor, to wait for `events`.
  ///
  /// @throws PosixException EPERM for a file that is always ready
  public void add(int descriptor, int events) throws PosixException {
    control(EpollH.EPOLL_CTL_ADD, descriptor, events);
  }

  /// Changes the events of a descriptor.
  public void change(int descriptor, int events) throws PosixException {
    control(EpollH.EPOLL_CTL_MOD, descriptor, events);
  }

  /// Removes a descriptor.
  public void remove(int descriptor) throws PosixException {
    control(EpollH.EPOLL_CTL_DEL, descriptor, 0);
  }

  private synchronized void control(int operation, int descriptor, int events)
      throws PosixException {
    registration.putInt(EpollH.EVENTS, events).putLong(EpollH.DATA, descriptor);
    int result = EpollH.epoll_ctl(epoll, operation, descriptor, registration);
    if (result < 0) { // on success nothing is allocated: callers may have no memory
      Calls.check(result, () -> "epoll_ctl(" + operation + ", " + descriptor + ")");
    }
  }

  /// A descriptor that is readable when one of the others is ready.
  public int descriptor() {
    return epoll;
  }

  /// Ends the present wait, or the next one if no thread waits. Does nothing once this is closed:
  /// by then the number may belong to another file.
  public synchronized void wake() {
    if (!closed) {
      UnistdH.write(wakeFrom, ONE, Long.BYTES);
    }
  }

  /// Waits; afterwards [#ready] tells which descriptors can be read.
  ///
  /// @param nanos how long to wait; 0 to poll without waiting, or [Nanos#FOREVER]
  /// @return the number of events for [#ready]
  /// @throws InterruptedException if the thread is interrupted before or during a real wait; its
  ///   interrupt status is cleared. The events of the wait are lost: the next wait reports a level
  ///   again, but an edge (`EPOLLET`) never
  public int await(long nanos) throws InterruptedException {
    if (nanos == 0) {
      return waitHere(0);
    }
    int count = 0;
    long left = nanos;
    if (idle == Idle.SPIN_FIRST && spin != null) {
      count = spin.spin(nanos);
      left = spin.left(nanos);
    }
    if (count == 0) {
      count = sleep(left);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return count;
  }

  private int sleep(long nanos) {
    if (!slept) {
      slept = true;
      VmExit.wakes(this);
    }
    if (VmExit.hasBegun()) {
      return doze(nanos);
    }
    return Thread.currentThread().isVirtual() ? waitParked(nanos) : waitHereOpen(nanos);
  }

  /// Waits by short sleeps in Java: while the VM exits, which takes longer if a thread is in the
  /// kernel ([VmExit]), and where no other way is left.
  private int doze(long nanos) {
    long begin = System.nanoTime();
    long nap = FIRST_NAP; // short: a shutdown hook may have much to write
    long left = nanos;
    int count = waitHere(0);
    while (count == 0 && !Thread.currentThread().isInterrupted() && left != 0) {
      LockSupport.parkNanos(Math.min(nap, left));
      nap = Math.min(LONGEST_NAP, 2 * nap);
      left = Nanos.left(nanos, begin);
      count = waitHere(0);
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

  /// Waits in a virtual thread, which parks.
  private int waitParked(long nanos) {
    long begin = System.nanoTime();
    long left = nanos;
    int count = waitHere(0);
    while (count == 0 && !Thread.currentThread().isInterrupted() && left != 0) {
      try (VirtualWaits.Wait wait = VirtualWaits.begin(epoll, EpollH.EPOLLIN)) {
        wait.await(left);
      } catch (PosixException _) {
        return doze(left); // no descriptor or memory left to park
      }
      left = Nanos.left(nanos, begin);
      count = waitHere(0);
    }
    return count;
  }

  private int waitHere(long nanos) {
    return found(ask(nanos));
  }

  private int found(int result) {
    int count = Calls.certain(result, "epoll_wait");
    for (int i = 0; i < count; i++) {
      useUp(number(i));
    }
    return count;
  }

  private int ask(long nanos) {
    if (nanos == 0) {
      return EpollH.epoll_wait(epoll, events, capacity, AT_ONCE);
    }
    if (nanos != Nanos.FOREVER) {
      return timed(nanos);
    }
    return longWait == null
        ? EpollH.epoll_wait(epoll, events, capacity, WITHOUT_END)
        : longWait.await(epoll, events, capacity, WITHOUT_END);
  }

  private int timed(long nanos) {
    if (!coarse) {
      timeout.putLong(0, nanos / 1_000_000_000).putLong(8, nanos % 1_000_000_000);
      int count = EpollH.epoll_pwait2(epoll, events, capacity, timeout);
      if (!Pidfds.isRefusal(count)) {
        return count;
      }
      coarse = true;
    }
    long millis = Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
    return EpollH.epoll_wait(epoll, events, capacity, (int) millis);
  }

  /// Adds a descriptor as long as this is open; its events have `tag` instead of its number. If
  /// that fails it is ignored: such a descriptor helps, but nothing depends on it.
  synchronized void addTagged(int descriptor, int events, int tag) {
    if (!closed) {
      registration.putInt(EpollH.EVENTS, events).putLong(EpollH.DATA, tag);
      EpollH.epoll_ctl(epoll, EpollH.EPOLL_CTL_ADD, descriptor, registration);
    }
  }

  /// The descriptor of an event after [#await], or [#NONE] for a wake-up.
  public int descriptor(int event) {
    int ready = number(event);
    return ready == wake || ready == HaltWatch.TAG ? NONE : ready;
  }

  private int number(int event) {
    return events.getInt((long) event * EpollH.EVENT_SIZE + EpollH.DATA);
  }

  /// Uses up an event that is for the poller itself.
  private void useUp(int ready) {
    if (ready == HaltWatch.TAG) {
      VmExit.halts();
    } else if (ready == wake) {
      useUpWake();
    }
  }

  private void useUpWake() {
    long read;
    do {
      read = UnistdH.readAny(wake, counter);
    } while (read > 0 && wakeFrom != wake); // a pipe holds a byte for each call of wake()
  }

  /// The epoll events (`EPOLLIN` and so on) of an event.
  public int events(int event) {
    return events.getInt((long) event * EpollH.EVENT_SIZE + EpollH.EVENTS);
  }

  /// Whether `descriptor` is among the first `count` events.
  public boolean ready(int descriptor, int count) {
    boolean found = false;
    for (int i = 0; i < count; i++) {
      found |= descriptor(i) == descriptor;
    }
    return found;
  }

  /// Closes its own descriptors. A second call does nothing.
  public void close() {
    VmExit.forget(this); // before the lock: VmExit takes its own first, then this one
    synchronized (this) {
      if (!closed) {
        closed = true;
        UnistdH.close(epoll);
        UnistdH.close(wake);
        if (wakeFrom != wake) {
          UnistdH.close(wakeFrom);
        }
      }
    }
  }
}
