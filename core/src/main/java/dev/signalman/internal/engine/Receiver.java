package dev.signalman.internal.engine;

import dev.signalman.Cause;
import dev.signalman.PosixException;
import dev.signalman.ReceiverClosedException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalfdH;
import dev.signalman.posix.UnistdH;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A signalfd for what is blocked everywhere, and a pipe for what the handler code still took, read
/// as one stream. Signals are attached to it by [Engine].
public final class Receiver {
  static {
    // For the first signal, or the end, which may come when no descriptor is left.
    if (Calls.FROM_FOLDER) {
      Calls.loaded(
          FirstFailure.class, OwnTimers.class, Records.class, SignalInfo.class, Cause.class);
    }
  }

  private static final int SIGSET_SIZE = 128;
  private static final int NONE = -1;
  private static final int QUIT = Signal.QUIT.number();
  private static final Memory NOTHING = Memory.allocate(SIGSET_SIZE);

  private final Object owner;
  private final ReentrantLock reading = new ReentrantLock();
  private final Poller poller;
  private final HandlerPipe pipe;
  private final int signalfd;
  private final Backlog fromSignalfd = new Backlog(false);
  private final Backlog fromPipe = new Backlog(true);
  private final Memory queued = Memory.allocate(SIGSET_SIZE);
  private volatile boolean closed;

  /// Whether the thread that holds [#reading] waits: then it is the one to find what comes.
  private volatile boolean waiting;

  /// Guarded by [#reading].
  private boolean detached;

  private volatile boolean descriptorsClosed;

  private volatile @Nullable ReplacedActions replaced;

  /// If QUIT is among the signals, and the VM had a handler for it.
  private volatile @Nullable AttachRequests attaching;

  /// Opens the descriptors, all of them or none.
  ///
  /// @param owner whose it is; exceptions use its `toString()`
  /// @param queued whether it shall read the kernel's queue too, for which the kernel needs
  ///   signalfd
  Receiver(Object owner, boolean queued) throws PosixException {
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

  /// Has each wait, and each look for new signals, take a look at the actions too.
  Receiver looking(ReplacedActions actions) {
    replaced = actions;
    return this;
  }

  /// See [Poller#eager].
  public Receiver eager() {
    poller.eager();
    return this;
  }

  Object owner() {
    return owner;
  }

  /// Can be read whenever there may be something to poll.
  public int descriptor() {
    return poller.descriptor();
  }

  /// Where the handler code writes.
  HandlerPipe pipe() {
    return pipe;
  }

  /// Takes note of what a signal did before it was attached to this.
  void replaces(Signal signal, Action previous) {
    if (signal == Signal.QUIT && Guards.isVmHandler(previous)) {
      attaching = new AttachRequests(previous.handler());
    }
  }

  /// Reads these signals, and no others, from the kernel's queue from now on.
  ///
  /// @param signals as a mask
  synchronized void read(long signals) {
    if (signalfd == NONE || descriptorsClosed) {
      return;
    }
    queued.putLong(0, signals);
    Calls.certain(SignalfdH.signalfd(signalfd, queued, 0), "signalfd(mask)");
  }

  /// The next signal, or null if none has come. Does not wait, not even for a thread that does.
  public @Nullable SignalInfo poll() {
    while (!reading.tryLock()) {
      checkOpen();
      if (waiting) {
        return null;
      }
      LockSupport.parkNanos(1_000); // it is reading, or about to wait: a matter of microseconds
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
      throw new AssertionError("a look without waiting cannot be interrupted", e);
    } finally {
      reading.unlock();
    }
  }

  /// The next signal, or null if none came in time.
  ///
  /// @param nanos how long to wait, [Long#MAX_VALUE] for ever
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
        long left = nanos - (System.nanoTime() - start);
        if (left <= 0) {
          return null;
        }
        refill(nanos == Long.MAX_VALUE ? Poller.FOREVER : left);
      }
    } finally {
      reading.unlock();
    }
  }

  /// The next signal, waiting for it if none has come. Null if none is there when something ends
  /// the wait, such as [#wake].
  ///
  /// @param looks whether the wait may look for a moment before it sleeps, if this is [#eager]
  public @Nullable SignalInfo take(boolean looks) throws InterruptedException {
    reading.lockInterruptibly();
    try {
      checkOpen();
      SignalInfo next = next();
      if (next == null) {
        poller.looks(looks);
        refill(Poller.FOREVER);
        next = next();
      }
      return next;
    } finally {
      reading.unlock();
    }
  }

  /// The next signal of those that were read together with an earlier one, or null.
  public @Nullable SignalInfo takeRead() {
    reading.lock();
    try {
      checkOpen();
      return isEmpty() ? null : next();
    } finally {
      reading.unlock();
    }
  }

  /// Whether there are such signals.
  public boolean hasRead() {
    reading.lock();
    try {
      return !isEmpty();
    } finally {
      reading.unlock();
    }
  }

  private boolean isEmpty() {
    return fromPipe.isEmpty() && fromSignalfd.isEmpty();
  }

  /// Ends the present wait, or the next one if nobody waits.
  public void wake() {
    poller.wake();
  }

  private void checkOpen() {
    if (closed) {
      throw new ReceiverClosedException(owner.toString());
    }
  }

  private void refill(long nanos) throws InterruptedException {
    ReplacedActions actions = replaced;
    if (actions != null) {
      actions.lookAgain();
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

  /// The next signal that is for the receiver. A QUIT by which a tool wants to attach is the VM's;
  /// it is looked at while it is still here, so that it stays if there is no memory to look.
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

  /// Signals that came on both ways since the last look were pending together, so they follow in
  /// the kernel's order: by number. Of two with the same number the one in the pipe left the kernel
  /// first.
  private @Nullable Backlog first() {
    if (fromPipe.isEmpty() && fromPipe.wasFull()) {
      pipe.readInto(fromPipe); // what is left there came before what the signalfd had
    }
    if (fromPipe.isEmpty()) {
      return fromSignalfd.isEmpty() ? null : fromSignalfd;
    }
    boolean earlier = !fromSignalfd.isEmpty() && fromSignalfd.number() < fromPipe.number();
    return earlier ? fromSignalfd : fromPipe;
  }

  /// Whether [#close] has begun.
  public boolean isClosed() {
    return closed;
  }

  /// Ends all waits and, once no thread reads any more, runs `detach`, after which no handler
  /// begins to write to the pipe; then hands what nobody has read to `left` and closes the
  /// descriptors. When this returns all that is done, by whichever thread; also when it throws what
  /// `left` threw first. If it throws what `detach` threw, the descriptors are open yet, and
  /// another call does all of it.
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
      // What a stopped timer has sent would take its old action as soon as it is detached. It is
      // among the first that the kernel hands out: a standard signal is pending once.
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
    if (detached) { // else they come again, and there would be no end
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
