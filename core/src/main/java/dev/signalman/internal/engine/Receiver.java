package dev.signalman.internal.engine;

import dev.signalman.PosixException;
import dev.signalman.ReceiverClosedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.SignalfdH;
import dev.signalman.posix.UnistdH;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A signalfd for what is blocked everywhere, and a pipe for what the handler code still took, read
/// as one stream. Signals are attached to it by [Engine].
public final class Receiver {
  private static final int SIGSET_SIZE = 128;
  private static final int PIPE_SIZE = 1 << 20;
  private static final Memory NOTHING = Memory.allocate(SIGSET_SIZE);

  private final Object owner;
  private final ReentrantLock reading = new ReentrantLock();
  private final Poller poller;
  private final int pipeRead;
  private final int pipeWrite;
  private final int signalfd;
  private final Backlog fromSignalfd = new Backlog();
  private final Backlog fromPipe = new Backlog();
  private volatile boolean closed;

  /// Opens the descriptors, all of them or none.
  ///
  /// @param owner whose it is; exceptions use its `toString()`
  public Receiver(Object owner) throws PosixException {
    this.owner = owner;
    poller = new Poller();
    Memory ends = Memory.allocate(8);
    int piped = UnistdH.pipe2(ends, FcntlH.O_CLOEXEC | FcntlH.O_NONBLOCK);
    if (piped < 0) {
      poller.close();
    }
    Calls.check(piped, () -> "pipe2(O_CLOEXEC|O_NONBLOCK)");
    pipeRead = ends.getInt(0);
    pipeWrite = ends.getInt(4);
    // More room, where the system allows so much; the size that a pipe has anyway does as well.
    FcntlH.fcntl(pipeWrite, FcntlH.F_SETPIPE_SZ, PIPE_SIZE);
    signalfd = openSignalfd();
    poller.add(pipeRead);
    poller.add(signalfd);
  }

  private int openSignalfd() throws PosixException {
    int opened = SignalfdH.signalfd(-1, NOTHING, SignalfdH.SFD_CLOEXEC | SignalfdH.SFD_NONBLOCK);
    if (opened < 0) {
      closeDescriptors(-1);
    }
    return Calls.check(opened, () -> "signalfd(-1, {}, SFD_CLOEXEC|SFD_NONBLOCK)");
  }

  Object owner() {
    return owner;
  }

  int pipe() {
    return pipeWrite;
  }

  /// Reads these signals, and no others, from the kernel's queue from now on.
  void read(SignalSet signals) {
    Memory mask = Memory.allocate(SIGSET_SIZE).putLong(0, signals.mask());
    Calls.certain(SignalfdH.signalfd(signalfd, mask, 0), "signalfd(mask)");
  }

  /// The next signal, or null if none has come. Does not wait.
  public @Nullable SignalInfo poll() {
    reading.lock();
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
        long left = nanos == Long.MAX_VALUE ? Poller.FOREVER : nanos - (System.nanoTime() - start);
        if (left <= 0 && left != Poller.FOREVER) {
          return null;
        }
        refill(left);
      }
    } finally {
      reading.unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new ReceiverClosedException(owner.toString());
    }
  }

  private void refill(long nanos) throws InterruptedException {
    int count = poller.await(nanos);
    if (poller.ready(signalfd, count)) {
      fromSignalfd.read(signalfd);
    }
    if (poller.ready(pipeRead, count)) {
      fromPipe.read(pipeRead);
    }
  }

  /// Signals that came on both ways since the last look were pending together, so they follow in
  /// the kernel's order: by number. Of two with the same number the one in the pipe left the kernel
  /// first.
  private @Nullable SignalInfo next() {
    if (fromPipe.isEmpty()) {
      return fromSignalfd.isEmpty()
          ? null
          : Records.fromSignalfd(fromSignalfd.bytes, fromSignalfd.take());
    }
    if (!fromSignalfd.isEmpty() && fromSignalfd.number() < fromPipe.number()) {
      return Records.fromSignalfd(fromSignalfd.bytes, fromSignalfd.take());
    }
    return Records.fromHandler(fromPipe.bytes, fromPipe.take());
  }

  /// Whether [#close] has begun.
  public boolean isClosed() {
    return closed;
  }

  /// Ends all waits and, once no thread reads any more, runs `detach`, which must end with no
  /// handler writing to the pipe; then hands what nobody has read to `left` and closes the
  /// descriptors.
  public void close(Runnable detach, Consumer<SignalInfo> left) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    poller.wake();
    reading.lock();
    try {
      detach.run();
      for (SignalInfo info = drain(); info != null; info = drain()) {
        left.accept(info);
      }
      closeDescriptors(signalfd);
    } finally {
      reading.unlock();
    }
  }

  private @Nullable SignalInfo drain() {
    SignalInfo next = next();
    if (next == null) {
      fromPipe.read(pipeRead);
      next = next();
    }
    return next;
  }

  private void closeDescriptors(int signalfd) {
    if (signalfd >= 0) {
      UnistdH.close(signalfd);
    }
    UnistdH.close(pipeRead);
    UnistdH.close(pipeWrite);
    poller.close();
  }

  /// Records read in one go and not yet handed out.
  private static final class Backlog {
    private static final int CAPACITY = 64;

    private final Memory bytes = Memory.allocate((long) CAPACITY * Records.SIZE);
    private long end;
    private long position;

    boolean isEmpty() {
      return position == end;
    }

    int number() {
      return Records.number(bytes, position);
    }

    long take() {
      long taken = position;
      position += Records.SIZE;
      return taken;
    }

    /// The descriptor does not wait; nothing there, or a signal in between, is an empty backlog.
    void read(int descriptor) {
      if (isEmpty()) {
        end = Math.max(0, UnistdH.read(descriptor, bytes, bytes.size()));
        position = 0;
      }
    }
  }
}
