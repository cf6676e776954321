package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.kernel.Pidfds;
import dev.signalman.internal.wait.Poller;
import dev.signalman.posix.EpollH;
import dev.signalman.posix.WaitH;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Waits for all children of this library in one daemon thread. It sleeps in epoll_wait(2) over
/// their descriptors and asks the kernel about no other children.
///
/// A thread that waits for one child does that child's waiting itself meanwhile ([#waitInPlace]).
///
/// [ReaperService] decides when a reaper exists.
final class Reaper implements DaemonThread.Turn {
  private static final int MAX_EVENTS = 64;
  private static final long FIRST_NAP = 1_000_000;
  private static final long LONGEST_NAP = 20_000_000;

  // Edge-triggered: the descriptor of a child is already readable while a debugger has yet to note
  // its end, and would be reported for ever. A second edge follows when the status is there.
  private static final int END = EpollH.EPOLLIN | EpollH.EPOLLET;

  /// More than any pid (`PID_MAX_LIMIT` in the kernel, 2^22).
  static final int NOBODYS_CHILD = Integer.MAX_VALUE;

  /// The longest wait, in nanoseconds, while a child has to be taken back.
  private static final long RETRY = 1_000_000_000;

  private volatile boolean ended;

  /// The watches by descriptor, in step with the pollers; guarded by itself.
  private final Map<Integer, Watch> watches = new HashMap<>();

  /// Children without a descriptor, which are polled; guarded by `watches`.
  private final Set<ProcessExit> polled = new HashSet<>();

  private final boolean byDescriptor;
  private final Poller poller;
  private final WaitResult found = new WaitResult();

  /// A poller for the one thread at a time that waits in place; null while it is in use. More such
  /// threads would need two descriptors each.
  private final AtomicReference<@Nullable Poller> spare;

  private final boolean hasSpare;

  /// Whether the spare poller may have children for which no thread waits there. Written by the
  /// thread that has the poller.
  private volatile boolean strayed;

  /// Whether the last turn was interrupted, or ended by a lack of memory, which no test can cause
  /// exactly here. The events of its wait are then lost, and the kernel does not report an edge
  /// again. Only for the reaper's thread.
  private boolean missed;

  /// The nanoseconds until children without a descriptor are polled next.
  private volatile long nap = FIRST_NAP;

  /// A child and the poller in which it is waited for.
  private record Watch(ProcessExit exit, Poller poller) {}

  private Reaper(boolean byDescriptor, Poller poller, @Nullable Poller spare) {
    this.byDescriptor = byDescriptor;
    this.poller = poller;
    this.spare = new AtomicReference<>(spare);
    this.hasSpare = spare != null;
    boolean _ = found.finds(WaitH.P_PID, NOBODYS_CHILD); // loads the classes that the call needs
  }

  /// Starts its thread.
  ///
  /// @throws PosixException if the process is out of descriptors
  static Reaper start() throws PosixException {
    boolean byDescriptor = Pidfds.holdChildren();
    if (!byDescriptor) {
      Pidfds.requireWaits();
    }
    Poller poller = Poller.open(MAX_EVENTS);
    try {
      return start(byDescriptor, poller, spare());
    } catch (Throwable e) {
      poller.close();
      throw e;
    }
  }

  private static @Nullable Poller spare() {
    try {
      return Poller.open(2);
    } catch (PosixException _) {
      return null; // no descriptors left: then all children are waited for here
    }
  }

  private static Reaper start(boolean byDescriptor, Poller poller, @Nullable Poller spare) {
    try {
      Reaper reaper = new Reaper(byDescriptor, poller, spare);
      DaemonThread.lasting("signalman-reaper", reaper).start();
      return reaper;
    } catch (Throwable e) { // no thread can be started
      if (spare != null) {
        spare.close();
      }
      throw e;
    }
  }

  /// Whether it has any child to wait for.
  boolean hasChildren() {
    synchronized (watches) {
      return !watches.isEmpty() || !polled.isEmpty();
    }
  }

  private void tellIfUnused() {
    if (!hasChildren()) {
      ReaperService.unused();
    }
  }

  /// Ends the reaper, if it has no child and will get none.
  ///
  /// @return false if a thread that has waited in place has not left yet
  boolean end() {
    Poller own = spare.getAndSet(null);
    if (hasSpare && own == null) {
      return false;
    }
    if (own != null) {
      own.close();
    }
    ended = true;
    poller.wake(); // its own thread closes it: only that one knows when it has left the kernel
    return true;
  }

  /// Whether a child is held and waited for by a descriptor, and not by its pid.
  boolean holdsByDescriptor() {
    return byDescriptor;
  }

  /// Looks after a child from now on. One that has ended already is only marked: then the caller
  /// has to call [#settle], and the reaper's thread is not woken.
  ///
  /// @throws PosixException if the kernel takes no more descriptors into an epoll, or ECHILD if
  ///   this process has no such child any more
  void watch(ProcessExit exit, SpawnPlan plan) throws PosixException {
    int pidfd = exit.descriptor();
    boolean held = pidfd >= 0;
    synchronized (watches) {
      int result =
          found.poll(held ? WaitH.P_PIDFD : WaitH.P_PID, held ? pidfd : exit.pid(), WaitH.WNOWAIT);
      if (result < 0) {
        throw SpawnFailure.stolen(plan, exit.pid());
      }
      if (found.isThere()) {
        exit.markEarly();
      } else if (held) {
        Watch watch = new Watch(exit, poller);
        poller.add(pidfd, END);
        watches.put(pidfd, watch);
      } else {
        polled.add(exit);
        nap = FIRST_NAP;
        poller.wake();
      }
    }
  }

  /// Waits for a child that had ended before it could be watched; for others that is arranged.
  void settle(ProcessExit exit) {
    if (exit.isEarly()) {
      int pidfd = exit.descriptor();
      ExitStatus status;
      synchronized (watches) {
        status = exit.status(exit.waitNow(pidfd, found), found);
      }
      exit.ended(pidfd, status);
    }
  }

  /// Waits for a child in the calling thread: its end then wakes this thread directly, and not by
  /// way of the reaper. Returns after the child's end, when the time is over, or early for another
  /// reason, such as another thread that waits in place.
  ///
  /// @param nanos how long at most, or [Nanos#FOREVER]
  /// @throws InterruptedException if the thread is interrupted
  void waitInPlace(ProcessExit exit, int pidfd, long nanos) throws InterruptedException {
    if (Thread.currentThread().isVirtual()) {
      return; // polled children are left to the reaper
    }
    StackRoom.reserve();
    Poller own = spare.getAndSet(null);
    if (own == null) {
      return;
    }
    boolean certain = false;
    try {
      if (hand(exit, pidfd, poller, own)) {
        awaitIn(own, exit, pidfd, nanos);
      }
      certain = true;
    } catch (PosixException _) {
      // The kernel has no room to hand it over or back.
    } finally {
      if (!certain) {
        strayed = true; // no room or no memory: it may still be in the wrong poller
      }
      spare.set(own);
      if (strayed) { // or since an earlier wait, if this one kept the reaper from taking it back
        poller.wake();
      }
    }
  }

  /// Takes over the children that a thread which waited in place could not hand back. It does
  /// nothing while another thread waits there: that thread wakes the reaper when it is done.
  private void takeBackStrays() {
    Poller own = spare.getAndSet(null);
    if (own == null) {
      return;
    }
    boolean all = false;
    try {
      for (Map.Entry<Integer, ProcessExit> stray : strays(own).entrySet()) {
        reap(stray.getKey(), own);
        hand(stray.getValue(), stray.getKey(), own, poller);
      }
      all = true;
    } catch (PosixException _) {
      // Still no room; this is tried again.
    } finally {
      strayed = !all;
      spare.set(own);
    }
  }

  private Map<Integer, ProcessExit> strays(Poller own) {
    Map<Integer, ProcessExit> strays = new HashMap<>();
    synchronized (watches) {
      for (Map.Entry<Integer, Watch> entry : watches.entrySet()) {
        if (entry.getValue().poller == own) {
          strays.put(entry.getKey(), entry.getValue().exit);
        }
      }
    }
    return strays;
  }

  private void awaitIn(Poller own, ProcessExit exit, int pidfd, long nanos)
      throws InterruptedException, PosixException {
    try {
      own.await(nanos);
    } finally {
      reap(pidfd, own);
      hand(exit, pidfd, own, poller);
    }
  }

  /// Moves a child from one poller to another. If the kernel has no room the child stays in the
  /// first.
  ///
  /// @return false if the child is not in the first one; its descriptor's number may be another
  ///   child's by now
  private boolean hand(ProcessExit exit, int pidfd, Poller from, Poller to) throws PosixException {
    synchronized (watches) {
      Watch watch = watches.get(pidfd);
      if (watch == null || watch.exit != exit || watch.poller != from) {
        return false;
      }
      Watch next = new Watch(exit, to);
      to.add(pidfd, END);
      watches.put(pidfd, next);
      forget(pidfd, from);
      return true;
    }
  }

  @Override
  public boolean turn() throws InterruptedException {
    if (ended) {
      poller.close();
      return false;
    }
    if (missed) {
      reapAll();
    }
    missed = true;
    reapNext();
    missed = false;
    return true;
  }

  private void reapNext() throws InterruptedException {
    int count = poller.await(waitingTime());
    if (count == 0 && strayed) {
      takeBackStrays();
    }
    for (int i = 0; i < count; i++) {
      int descriptor = poller.descriptor(i);
      if (descriptor == Poller.NONE) {
        takeBackStrays();
      } else {
        reap(descriptor, poller);
      }
    }
    reapPolled();
  }

  private long waitingTime() {
    long longest = strayed ? RETRY : Nanos.FOREVER;
    synchronized (watches) {
      if (polled.isEmpty()) {
        return longest;
      }
    }
    long present = nap;
    nap = Math.min(2 * present, LONGEST_NAP);
    return present;
  }

  private void reapPolled() {
    for (ProcessExit exit : polledNow()) {
      ExitStatus status;
      synchronized (watches) {
        int result = exit.waitNow(Hold.BY_PID, found);
        if (goesOn(result)) {
          continue;
        }
        polled.remove(exit);
        status = exit.status(result, found);
      }
      end(exit, Hold.BY_PID, status);
    }
  }

  private List<ProcessExit> polledNow() {
    synchronized (watches) {
      return List.copyOf(polled);
    }
  }

  private void reapAll() {
    for (int pidfd : watched()) {
      reap(pidfd, poller);
    }
  }

  private List<Integer> watched() {
    synchronized (watches) {
      return List.copyOf(watches.keySet());
    }
  }

  private void reap(int pidfd, Poller from) {
    ProcessExit exit;
    ExitStatus status;
    synchronized (watches) {
      Watch watch = watches.get(pidfd);
      if (watch == null || watch.poller != from) {
        return;
      }
      exit = watch.exit;
      int result = exit.waitNow(pidfd, found);
      if (goesOn(result)) {
        return;
      }
      status = exit.status(result, found); // first: without memory for it, the child stays watched
      watches.remove(pidfd);
      forget(pidfd, from);
    }
    // Outside the lock: it runs callbacks, and frees the number for the next child.
    end(exit, pidfd, status);
  }

  /// Completes the child's status in any case: otherwise threads would wait for it for ever.
  private void end(ProcessExit exit, int pidfd, ExitStatus status) {
    try {
      tellIfUnused();
    } finally {
      exit.ended(pidfd, status);
    }
  }

  private boolean goesOn(int result) {
    return result == 0 && !found.isThere();
  }

  private static void forget(int pidfd, Poller poller) {
    try {
      poller.remove(pidfd);
    } catch (PosixException e) {
      throw e.unchecked(); // it is open and was added, so this cannot fail
    }
  }
}
