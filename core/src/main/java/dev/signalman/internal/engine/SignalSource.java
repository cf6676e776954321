package dev.signalman.internal.engine;

import dev.signalman.PosixException;
import dev.signalman.ReceiverClosedException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.Descriptors;
import dev.signalman.internal.kernel.FirstFailure;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.kernel.SigAction;
import dev.signalman.internal.kernel.VmSignals;
import dev.signalman.internal.wait.Poller;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PassingWait;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.SignalfdH;
import dev.signalman.posix.UnistdH;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A signalfd for the signals that are blocked everywhere, and a pipe for those that the handler
/// code took, read as one stream. [Engine] attaches signals to it.
public final class SignalSource implements Source {
  private static final int NONE = -1;
  private static final int QUIT = Signal.QUIT.number();
  private static final Memory NOTHING = Memory.allocate(SignalH.SIGSET_SIZE);

  private final Object owner;
  private final ReentrantLock reading = new ReentrantLock();
  private final Poller poller;
  private final HandlerPipe pipe;
  private final int signalfd;
  private final Backlog fromSignalfd = new Backlog(false);
  private final Backlog fromPipe = new Backlog(true);
  private final Memory queued = Memory.allocate(SignalH.SIGSET_SIZE);
  private volatile boolean closed;

  /// Whether the thread that holds [#reading] waits: then it will find the next signal.
  private volatile boolean waiting;

  /// Guarded by [#reading].
  private boolean detached;

  private volatile boolean descriptorsClosed;

  private volatile @Nullable ReplacedActions replaced;

  /// Set if QUIT is among the signals and the VM had a handler for it.
  private volatile @Nullable AttachRequests attaching;

  /// Opens all descriptors, or none.
  ///
  /// @param owner the owner, whose `toString()` is used in exceptions
  /// @param queued whether to read the kernel's queue too, which needs signalfd
  SignalSource(Object owner, boolean queued) throws PosixException {
    this.owner = owner;
    Descriptors opened = new Descriptors();
    try {
      poller = new Poller(opened);
      pipe = new HandlerPipe(opened, !queued);
      poller.add(pipe.readEnd());
      signalfd = queued ? openSignalfd(opened) : NONE;
    } catch (Throwable e) {
      opened.close();
      throw e;
    }
  }

  private int openSignalfd(Descriptors opened) throws PosixException {
    int flags = SignalfdH.SFD_CLOEXEC | SignalfdH.SFD_NONBLOCK;
    int descriptor =
        opened.add(
            SignalfdH.signalfd(-1, NOTHING, flags), "signalfd(-1, {}, SFD_CLOEXEC|SFD_NONBLOCK)");
    poller.add(descriptor);
    return descriptor;
  }

  /// Makes each wait and each poll check for replaced actions too.
  SignalSource checking(ReplacedActions actions) {
    replaced = actions;
    return this;
  }

  /// See [Poller#spinning].
  @Override
  public SignalSource spinning() {
    poller.spinning();
    return this;
  }

  Object owner() {
    return owner;
  }

  /// A descriptor that is readable whenever there may be a signal to poll.
  @Override
  public int descriptor() {
    return poller.descriptor();
  }

  /// The pipe that the handler code writes to.
  HandlerPipe pipe() {
    return pipe;
  }

  /// Records the action that a signal had before it was attached to this.
  void replaces(Signal signal, SigAction previous) {
    if (signal == Signal.QUIT && VmSignals.isVmHandler(previous)) {
      attaching = new AttachRequests(previous.handler());
    }
  }

  /// Sets the signals that are read from the kernel's queue from now on.
  ///
  /// @param signals as a mask
  synchronized void read(long signals) {
    if (signalfd == NONE || descriptorsClosed) {
      return;
    }
    queued.putLong(0, signals);
    Calls.certain(SignalfdH.signalfd(signalfd, queued, 0), "signalfd(mask)");
  }

  /// The next signal, or null if none has come. Does not wait, not even for another thread that
  /// waits.
  @Override
  public @Nullable SignalInfo poll() {
    while (!reading.tryLock()) {
      checkOpen();
      if (waiting) {
        return null;
      }
      LockSupport.parkNanos(1_000); // a thread reads or is about to wait: microseconds
    }
    try {
      checkOpen();
      SignalInfo next = next();
      if (next == null) {
        refill(0);
        next = next();
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError("a poll without waiting cannot be interrupted", e);
    } finally {
      reading.unlock();
    }
  }

  /// The next signal, or null if none came in time.
  ///
  /// @param nanos how long to wait, [Nanos#FOREVER] for ever
  @Override
  public @Nullable SignalInfo poll(long nanos) throws InterruptedException {
    if (nanos <= 0) {
      return poll();
    }
    long start = System.nanoTime();
    if (!reading.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      return null;
    }
    try {
      while (true) {
        checkOpen();
        SignalInfo next = next();
        if (next != null) {
          return next;
        }
        long left = Nanos.left(nanos, start);
        if (left == 0) {
          return null;
        }
        refill(left);
      }
    } finally {
      reading.unlock();
    }
  }

  /// The next signal, waiting for it if none has come. Null if none is there when something ends
  /// the wait, such as [#wake].
  ///
  /// @param idle how a [#spinning] source begins the wait
  @Override
  public @Nullable SignalInfo take(Poller.Idle idle) throws InterruptedException {
    reading.lockInterruptibly();
    try {
      checkOpen();
      SignalInfo next = next();
      if (next == null) {
        poller.idle(idle);
        refill(Nanos.FOREVER);
        next = next();
      }
      return next;
    } finally {
      reading.unlock();
    }
  }

  /// The next signal of those that were read together with an earlier one, or null.
  @Override
  public @Nullable SignalInfo takeRead() {
    reading.lock();
    try {
      checkOpen();
      return isEmpty() ? null : next();
    } finally {
      reading.unlock();
    }
  }

  /// Whether there are signals for [#takeRead].
  @Override
  public boolean hasRead() {
    reading.lock();
    try {
      return !isEmpty();
    } finally {
      reading.unlock();
    }
  }

  /// From the signalfd alone: signals of kill(2) that are blocked everywhere come that way.
  @Override
  public @Nullable PassingWait passingWait() {
    return signalfd == NONE ? null : fromSignalfd.passingWait(descriptor(), signalfd);
  }

  @Override
  public void readByWait() {
    reading.lock();
    try {
      fromSignalfd.readByWait();
    } finally {
      reading.unlock();
    }
  }

  private boolean isEmpty() {
    return fromPipe.isEmpty() && fromSignalfd.isEmpty();
  }

  /// Ends the present wait, or the next one if no thread waits.
  @Override
  public void wake() {
    poller.wake();
  }

  @Override
  public Standby standby() throws PosixException {
    return StandbyPoller.open(this);
  }

  private void checkOpen() {
    if (closed) {
      throw new ReceiverClosedException(owner.toString());
    }
  }

  private void refill(long nanos) throws InterruptedException {
    ReplacedActions actions = replaced;
    if (actions != null) {
      actions.checkIfDue();
    }
    int count = await(nanos);
    if (poller.ready(signalfd, count)) {
      fromSignalfd.read(signalfd);
    }
    if (poller.ready(pipe.readEnd(), count)) { // last: see next()
      pipe.readInto(fromPipe);
    }
  }

  private int await(long nanos) throws InterruptedException {
    waiting = nanos != 0;
    try {
      return poller.await(nanos);
    } finally {
      waiting = false;
    }
  }

  /// The next signal for the receiver's owner. A QUIT by which a tool attaches is passed to the VM.
  /// It is checked before it is taken, so that it stays if there is no memory for the check.
  private @Nullable SignalInfo next() {
    while (true) {
      Backlog first = first();
      if (first == null) {
        return null;
      }
      AttachRequests requests = first.number() == QUIT ? attaching : null;
      if (requests == null || !requests.isPresent()) {
        return first.take();
      }
      first.skip();
      requests.pass();
    }
  }

  /// Signals that came both ways since the last read were pending together, so they follow in the
  /// kernel's order: by number. Of two with the same number, the one in the pipe left the kernel
  /// first.
  private @Nullable Backlog first() {
    if (fromPipe.isEmpty() && fromPipe.wasFull()) {
      pipe.readInto(fromPipe); // records left in the pipe came before those of the signalfd
    }
    if (fromPipe.isEmpty()) {
      return fromSignalfd.isEmpty() ? null : fromSignalfd;
    }
    boolean earlier = !fromSignalfd.isEmpty() && fromSignalfd.number() < fromPipe.number();
    return earlier ? fromSignalfd : fromPipe;
  }

  /// Whether [#close] has begun.
  @Override
  public boolean isClosed() {
    return closed;
  }

  /// Ends all waits and, once no thread reads any more, runs `detach`, after which no handler
  /// begins to write to the pipe; then hands the unread signals to `left` and closes the
  /// descriptors. When this returns, all of that is done, by this or another thread. If `left`
  /// throws, the rest is still done, and this throws the first exception of `left`. If `detach`
  /// throws, the descriptors are still open, and another call does everything.
  @Override
  public void close(Runnable detach, Consumer<SignalInfo> left) {
    endWaits();
    reading.lock();
    try {
      if (!descriptorsClosed) {
        finish(detach, left);
      }
    } finally {
      reading.unlock();
    }
  }

  private synchronized void endWaits() {
    if (!closed) {
      closed = true;
      poller.wake();
    }
  }

  private void finish(Runnable detach, Consumer<SignalInfo> left) {
    FirstFailure failure = new FirstFailure();
    List<SignalInfo> unread = new ArrayList<>();
    if (OwnTimers.haveStopped() && signalfd != NONE && !detached) {
      // A stopped timer's signal would take its old action as soon as the receiver is detached. It
      // is among the first that the kernel hands out: a standard signal is pending once.
      failure.of(() -> {
        readInto(unread);
        fromSignalfd.read(signalfd);
        readInto(unread);
      });
    }
    if (!detached) {
      failure.of(() -> {
        detach.run();
        detached = true;
      });
    }
    failure.of(() -> unread.forEach(info -> failure.of(() -> left.accept(info))));
    if (detached) { // otherwise they would come again, without end
      failure.of(() -> drainTo(left, failure));
      failure.of(this::closeDescriptors);
    }
    failure.rethrow();
  }

  private void drainTo(Consumer<SignalInfo> left, FirstFailure failure) {
    for (SignalInfo info = drain(); info != null; info = drain()) {
      SignalInfo unread = info;
      failure.of(() -> left.accept(unread));
    }
  }

  private void readInto(List<SignalInfo> unread) {
    for (SignalInfo info = next(); info != null; info = next()) {
      unread.add(info);
    }
  }

  private synchronized void closeDescriptors() {
    descriptorsClosed = true;
    poller.close();
    if (signalfd != NONE) {
      UnistdH.close(signalfd);
    }
    pipe.close();
  }

  private @Nullable SignalInfo drain() {
    SignalInfo next = next();
    if (next == null) {
      pipe.readInto(fromPipe);
      next = next();
    }
    return next;
  }
}
