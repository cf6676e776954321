package dev.signalman.internal.engine;

import dev.signalman.PosixException;
import dev.signalman.posix.EpollH;
import dev.signalman.posix.EventfdH;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.UnistdH;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Waits until one of a few descriptors can be read, the time is over, or it is woken.
///
/// One thread waits at a time; [#wake()] may be called by any. A waiting virtual thread parks
/// ([VirtualWaits]).
public final class Poller {
  static {
    if (Calls.FROM_FOLDER) {
      Calls.loaded(VmExit.class, HaltWatch.class, Eagerness.class);
    } // for the first wait
  }

  /// For [#await]: no end.
  public static final long FOREVER = -1;

  private static final int FEW_EVENTS = 4;
  private static final long FIRST_NAP = 50_000;
  private static final long LONGEST_NAP = 10_000_000;
  private static final Memory ONE = Memory.allocate(Long.BYTES).putLong(0, 1);

  /// Set once the kernel has said that it lacks epoll_pwait2, or a filter that it is not permitted;
  /// waits then end up to 1 ms late.
  private static volatile boolean coarse;

  private final int epoll;
  private final int wake;

  /// The same as [#wake], or the other end of a pipe where there is no eventfd.
  private final int wakeFrom;

  private final int capacity;
  private final Memory events;
  private final Memory registration = Memory.allocate(EpollH.EVENT_SIZE);
  private final Memory timeout = Memory.allocate(16);
  private final Memory counter = Memory.allocate(Long.BYTES);
  private final Interruption interruption = new Interruption(this);
  private @Nullable Eagerness eagerness;
  private boolean looks;
  private boolean slept;
  private boolean closed;

  /// A poller of its own descriptors.
  ///
  /// @param capacity how many events one wait can yield at most
  public static Poller open(int capacity) throws PosixException {
    Descriptors opened = new Descriptors();
    try {
      return new Poller(opened, capacity);
    } catch (Throwable e) {
      opened.close();
      throw e;
    }
  }

  /// @param opened takes note of the descriptors
  Poller(Descriptors opened) throws PosixException {
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

  /// From now on looks for a moment before it sleeps, for who goes on at once with what it finds.
  /// Not for a thread that passes it on: it would take the CPU that the next one needs.
  public Poller eager() {
    eagerness = new Eagerness(new Look(), NanoClock.INSTANCE);
    looks = true;
    return this;
  }

  /// A look without waiting.
  private final class Look implements IntSupplier {
    @Override
    public int getAsInt() {
      return waitHere(0);
    }
  }

  /// Whether an eager one does so in its next wait. Only for the thread that waits.
  void looks(boolean looks) {
    this.looks = looks;
  }

  /// Waits until `descriptor` can be read, too.
  public void add(int descriptor) throws PosixException {
    add(descriptor, EpollH.EPOLLIN);
  }

  /// Waits for `events` of a descriptor, too.
  ///
  /// @throws PosixException EPERM for a file that is always ready
  public void add(int descriptor, int events) throws PosixException {
    control(EpollH.EPOLL_CTL_ADD, descriptor, events);
  }

  /// Waits for other events of a descriptor than before.
  public void change(int descriptor, int events) throws PosixException {
    control(EpollH.EPOLL_CTL_MOD, descriptor, events);
  }

  /// Waits for a descriptor no more.
  public void remove(int descriptor) throws PosixException {
    control(EpollH.EPOLL_CTL_DEL, descriptor, 0);
  }

  private synchronized void control(int operation, int descriptor, int events)
      throws PosixException {
    registration.putInt(EpollH.EVENTS, events).putLong(EpollH.DATA, descriptor);
    int result = EpollH.epoll_ctl(epoll, operation, descriptor, registration);
    if (result < 0) { // else nothing is allocated, which a thread may rely on that has no memory
      Calls.check(result, () -> "epoll_ctl(" + operation + ", " + descriptor + ")");
    }
  }

  /// The descriptor that can be read when one of the others is ready.
  public int descriptor() {
    return epoll;
  }

  /// Ends the present wait, or the next one if nobody waits. Does nothing once this is closed: the
  /// number may belong to somebody's file by then.
  public synchronized void wake() {
    if (!closed) {
      UnistdH.write(wakeFrom, ONE, Long.BYTES);
    }
  }

  /// Waits; afterwards [#ready] tells which descriptors can be read.
  ///
  /// @param nanos how long, 0 for a look without waiting, [#FOREVER]
  /// @return how many events there are for [#ready]
  /// @throws InterruptedException if the thread is interrupted before or during a real wait; its
  ///   interrupt status is cleared. What the wait had found is lost: a level is told by the next
  ///   wait, an edge (`EPOLLET`) never again
  public int await(long nanos) throws InterruptedException {
    if (nanos == 0) {
      return waitHere(0);
    }
    int count = 0;
    long left = nanos;
    if (looks && eagerness != null) {
      count = eagerness.look(nanos);
      left = eagerness.left(nanos);
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

  /// While the VM goes down, which takes longer if a thread is in the kernel ([VmExit]); and where
  /// there is no other way.
  private int doze(long nanos) {
    long begin = System.nanoTime();
    long nap = FIRST_NAP; // a shutdown hook may have a lot to write
    long left = nanos;
    int count = waitHere(0);
    while (count == 0 && !Thread.currentThread().isInterrupted() && left != 0) {
      LockSupport.parkNanos(left == FOREVER ? nap : Math.min(nap, left));
      nap = Math.min(LONGEST_NAP, 2 * nap);
      left = nanos == FOREVER ? FOREVER : Math.max(0, nanos - (System.nanoTime() - begin));
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

  /// For a virtual thread, which parks.
  private int waitParked(long nanos) {
    long begin = System.nanoTime();
    long left = nanos;
    int count = waitHere(0);
    while (count == 0 && !Thread.currentThread().isInterrupted() && left != 0) {
      try (VirtualWaits.Wait wait = VirtualWaits.begin(epoll, EpollH.EPOLLIN)) {
        wait.await(left);
      } catch (PosixException _) {
        return doze(left); // no descriptor or memory left for a wait like that
      }
      left = nanos == FOREVER ? FOREVER : Math.max(0, nanos - (System.nanoTime() - begin));
      count = waitHere(0);
    }
    return count;
  }

  private int waitHere(long nanos) {
    int count = nanos <= 0 ? EpollH.epoll_wait(epoll, events, capacity, (int) nanos) : timed(nanos);
    return Calls.certain(count, "epoll_wait");
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

  /// Waits for a descriptor, too, as long as this is open; its events have `tag` instead of its
  /// number. That it cannot is no failure: what such a descriptor would tell is a help, no promise.
  synchronized void addTagged(int descriptor, int events, int tag) {
    if (!closed) {
      registration.putInt(EpollH.EVENTS, events).putLong(EpollH.DATA, tag);
      EpollH.epoll_ctl(epoll, EpollH.EPOLL_CTL_ADD, descriptor, registration);
    }
  }

  /// The descriptor of an event after [#await], or -1 for a wake-up, which is used up by this look.
  public int descriptor(int event) {
    int ready = events.getInt((long) event * EpollH.EVENT_SIZE + EpollH.DATA);
    if (ready == HaltWatch.TAG) {
      VmExit.halts();
      return -1;
    }
    if (ready == wake) {
      useUp();
      return -1;
    }
    return ready;
  }

  private void useUp() {
    long read;
    do {
      read = UnistdH.readAny(wake, counter);
    } while (read > 0 && wakeFrom != wake); // a pipe has all calls of wake(), one after the other
  }

  /// What happened to it.
  public int events(int event) {
    return events.getInt((long) event * EpollH.EVENT_SIZE + EpollH.EVENTS);
  }

  /// Whether `descriptor` is among the first `count` events. A wake-up is used up by this look.
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
