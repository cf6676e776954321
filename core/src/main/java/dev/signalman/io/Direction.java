package dev.signalman.io;

import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.wait.Poller;
import dev.signalman.internal.wait.VirtualWaits;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PollH;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/// Reading or writing of one descriptor, by one thread at a time, and that thread's wait.
final class Direction {
  private static final long MOMENT = 20_000;

  private final ReentrantLock turn = new ReentrantLock();
  private final Descriptor descriptor;
  private final short event;
  private @Nullable Memory question;

  /// Counted up at points where no call is in progress, and where the next one has yet to see
  /// whether calls wait, or has seen that they do. Written by the thread whose turn it is.
  private volatile int calls;

  private volatile boolean waiting;

  /// Made by the first wait of a platform thread; closed with the number.
  private final AtomicReference<@Nullable Poller> poller;

  /// The wait of a virtual thread.
  private volatile VirtualWaits.@Nullable Wait parked;

  Direction(Descriptor descriptor, short event, AtomicReference<@Nullable Poller> poller) {
    this.descriptor = descriptor;
    this.event = event;
    this.poller = poller;
  }

  /// Waits until it is the calling thread's turn. The number is not closed before [#end].
  void begin() throws IOException {
    if (!turn.tryLock()) {
      try {
        turn.lockInterruptibly();
      } catch (InterruptedException _) {
        throw interrupted();
      }
    }
    enter();
  }

  /// The same without waiting.
  ///
  /// @return false if it is another thread's turn
  boolean tryBegin() throws IOException {
    descriptor.checkOpen();
    boolean begun = turn.tryLock();
    if (begun) {
      enter();
    }
    return begun;
  }

  private void enter() throws ClosedChannelException {
    if (!descriptor.users().enter()) {
      turn.unlock();
      throw new ClosedChannelException();
    }
  }

  void end() {
    count();
    descriptor.users().leave();
    turn.unlock();
  }

  /// Whether a call made now would not wait. The thread whose turn it is asks before each call.
  boolean isReady() {
    return descriptor.isNonBlocking() || ask();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread at a time
  private void count() {
    calls++;
  }

  private boolean ask() {
    count();
    Memory present = question;
    if (present == null) {
      present = Memory.allocate(PollH.POLLFD_SIZE).putInt(0, descriptor.number());
      question = present;
    }
    return PollH.poll(present.putInt(4, event), 1, 0) > 0;
  }

  /// Called once the descriptor is no longer marked as non-blocking: waits for a call of another
  /// thread that began before. That call still does not wait in the kernel; later ones ask first,
  /// or never wait. Those are not waited for, however many there are.
  void awaitPresentCall() {
    int before = calls;
    while (turn.isLocked() && !waiting && calls == before) {
      LockSupport.parkNanos(MOMENT);
    }
  }

  /// Repeats a system call that does not wait until it no longer says -ErrnoH.EAGAIN, waiting in
  /// between.
  long when(String call, IntToLongFunction operation) throws IOException {
    while (true) {
      count();
      long result = operation.applyAsLong(descriptor.number());
      if (result >= 0) {
        return result;
      }
      if (result == -ErrnoH.EAGAIN) {
        await();
      } else {
        descriptor.failUnlessInterrupted(call, result);
      }
    }
  }

  /// Waits until the kernel is ready. It may return early: a wake-up that came too late for an
  /// earlier wait ends this one.
  void await() throws IOException {
    descriptor.checkOpen();
    if (Thread.currentThread().isVirtual()) {
      awaitParked();
    } else {
      awaitInKernel();
    }
    descriptor.checkOpen();
  }

  private void awaitInKernel() throws IOException {
    Poller present = prepare();
    descriptor.checkOpen(); // again: only from here on does [#wake] reach this wait for certain
    waiting = true;
    try {
      present.await(Nanos.FOREVER);
    } catch (InterruptedException _) {
      throw interrupted();
    } finally {
      waiting = false;
    }
  }

  /// Waits without a descriptor of its own: there may be thousands of such waits.
  private void awaitParked() throws IOException {
    try (VirtualWaits.Wait present = VirtualWaits.begin(descriptor.number(), event)) {
      parked = present;
      waiting = true;
      descriptor.checkOpen(); // again, as above
      present.await(Nanos.FOREVER);
    } finally {
      waiting = false;
      parked = null;
    }
    if (Thread.interrupted()) {
      throw interrupted();
    }
  }

  private Poller prepare() throws IOException {
    Poller present = poller.get();
    if (present == null) {
      present = Poller.open(2).spinning();
      try {
        present.add(descriptor.number(), event);
      } catch (IOException e) {
        present.close();
        throw e;
      }
      poller.set(present);
    }
    return present;
  }

  private InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException(
        "interrupted while waiting for descriptor " + descriptor.number());
  }

  /// Ends a wait.
  void wake() {
    Poller present = poller.get();
    if (present != null) {
      present.wake();
    }
    VirtualWaits.Wait wait = parked;
    if (wait != null) {
      wait.end();
    }
  }
}
