package dev.signalman.io;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.Poller;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.PollH;
import dev.signalman.posix.UnistdH;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.function.LongSupplier;

/// An open file descriptor, owned: whoever has this object closes it, once.
///
/// Any thread may use it. One at a time reads, one at a time writes. A wait is ended by
/// `Thread.interrupt()` (`InterruptedIOException`, the descriptor stays open) and by [#close]
/// (`ClosedChannelException`), and holds no virtual thread's carrier. The number goes back to the
/// kernel only when no thread uses it any more, so that nobody reads from a file that got the
/// number next.
///
/// Descriptors made here are closed by exec: a child process has only what it is given by name.
public final class Fd implements Closeable {
  private static final int EINTR = -4;
  private static final int EAGAIN = -11;
  private static final int WOULD_WAIT = -2;

  /// What a blocking pipe that can be written at all takes without waiting: PIPE_BUF.
  private static final int SURE_WRITE = 4096;

  private final int number;
  private final String name;
  private final Direction reading;
  private final Direction writing;
  private volatile boolean nonBlocking;
  private volatile boolean closed;

  private Fd(int number, String name, boolean nonBlocking) {
    this.number = number;
    this.name = name;
    this.nonBlocking = nonBlocking;
    this.reading = new Direction(number, PollH.POLLIN);
    this.writing = new Direction(number, PollH.POLLOUT);
  }

  /// Takes over a descriptor that is in non-blocking mode.
  static Fd nonBlocking(int number, String name) {
    return new Fd(number, name, true);
  }

  /// Takes over a descriptor that this process was started with. It will be closed in children of
  /// this process unless they are given it.
  ///
  /// @throws PosixException EBADF if no such descriptor is open
  public static Fd inherited(int number) throws PosixException {
    NativeAccess.require();
    Calls.check(
        FcntlH.fcntl(number, FcntlH.F_SETFD, FcntlH.FD_CLOEXEC),
        () -> "fcntl(" + number + ", F_SETFD, FD_CLOEXEC)");
    return new Fd(number, "descriptor " + number, false);
  }

  /// Takes over a descriptor that came through a socket; its mode is that of whoever sent it.
  static Fd received(int number) {
    return new Fd(number, "received descriptor", false);
  }

  /// The number that the kernel knows it by.
  ///
  /// @throws IllegalStateException if it is closed
  public int number() {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    return number;
  }

  /// Whether it has not been closed.
  public boolean isOpen() {
    return !closed;
  }

  /// Takes the open file, and so all descriptors of it, out of non-blocking mode: a child that gets
  /// one expects its reads and writes to wait.
  public void makeBlocking() throws PosixException {
    int open = number();
    nonBlocking = false;
    int flags = Calls.check(FcntlH.fcntl(open, FcntlH.F_GETFL, 0), () -> "fcntl(F_GETFL)");
    Calls.check(
        FcntlH.fcntl(open, FcntlH.F_SETFL, flags & ~FcntlH.O_NONBLOCK), () -> "fcntl(F_SETFL)");
  }

  /// Reads what is there, and waits until something is.
  ///
  /// @return how many bytes, or -1 at the end
  /// @throws InterruptedIOException if the thread is interrupted; its interrupt status stays set
  /// @throws ClosedChannelException if it is closed, or becomes so
  public int read(ByteBuffer target) throws IOException {
    reading.lock.lock();
    try {
      boolean ready = nonBlocking || reading.isReady();
      while (true) {
        int count = ready ? readNow(target) : WOULD_WAIT;
        if (count != WOULD_WAIT) {
          return count;
        }
        await(reading);
        ready = true;
      }
    } finally {
      reading.lock.unlock();
    }
  }

  /// Reads what is there, without waiting.
  ///
  /// @return how many bytes, 0 if there are none now, or -1 at the end
  /// @throws ClosedChannelException if it is closed
  public int readAvailable(ByteBuffer target) throws IOException {
    reading.lock.lock();
    try {
      boolean ready = nonBlocking || reading.isReady();
      int count = ready ? readNow(target) : WOULD_WAIT;
      return count == WOULD_WAIT ? 0 : count;
    } finally {
      reading.lock.unlock();
    }
  }

  private int readNow(ByteBuffer target) throws IOException {
    checkOpen();
    if (!target.hasRemaining()) {
      return 0;
    }
    Memory buffer = reading.buffer();
    while (true) {
      long count = UnistdH.read(number, buffer, target.remaining());
      if (count > 0) {
        buffer.copyTo(target, (int) count);
        return (int) count;
      }
      if (count == 0) {
        return -1;
      }
      if (count == EAGAIN) {
        return WOULD_WAIT;
      }
      failUnlessInterrupted("read", count);
    }
  }

  /// Writes all that remains in the buffer, however long that takes.
  ///
  /// @throws InterruptedIOException if the thread is interrupted; its `bytesTransferred` says how
  ///   much was written, as does the buffer's position; the interrupt status stays set
  /// @throws PosixException EPIPE if nobody can read it any more; no signal is raised
  /// @throws ClosedChannelException if it is closed, or becomes so
  public void write(ByteBuffer source) throws IOException {
    int start = source.position();
    writing.lock.lock();
    try {
      boolean ready = nonBlocking || writing.isReady();
      while (source.hasRemaining()) {
        if (!ready || writeNow(source) == WOULD_WAIT) {
          awaitWritable(source.position() - start);
          writeNow(source);
          ready = nonBlocking;
        }
      }
    } finally {
      writing.lock.unlock();
    }
  }

  private void awaitWritable(int written) throws IOException {
    try {
      await(writing);
    } catch (InterruptedIOException e) {
      e.bytesTransferred = written;
      throw e;
    }
  }

  /// Writes what fits now, without waiting.
  ///
  /// @return how many bytes, 0 if there is no room
  /// @throws PosixException EPIPE if nobody can read it any more; no signal is raised
  /// @throws ClosedChannelException if it is closed
  public int writeAvailable(ByteBuffer source) throws IOException {
    writing.lock.lock();
    try {
      boolean ready = nonBlocking || writing.isReady();
      int count = ready && source.hasRemaining() ? writeNow(source) : WOULD_WAIT;
      return count == WOULD_WAIT ? 0 : count;
    } finally {
      writing.lock.unlock();
    }
  }

  private int writeNow(ByteBuffer source) throws IOException {
    checkOpen();
    Memory buffer = writing.buffer();
    int length = buffer.copyFrom(source);
    if (!nonBlocking) {
      length = Math.min(length, SURE_WRITE);
    }
    while (true) {
      long count = UnistdH.write(number, buffer, length);
      if (count >= 0) {
        source.position(source.position() + (int) count);
        return (int) count;
      }
      if (count == EAGAIN) {
        return WOULD_WAIT;
      }
      failUnlessInterrupted("write", count);
    }
  }

  /// Repeats a system call on a non-blocking descriptor, waiting in between until there is
  /// something to read, as long as it says EAGAIN.
  long whenReadable(String call, LongSupplier operation) throws IOException {
    return when(reading, call, operation);
  }

  /// The same for room to write.
  long whenWritable(String call, LongSupplier operation) throws IOException {
    return when(writing, call, operation);
  }

  private long when(Direction direction, String call, LongSupplier operation) throws IOException {
    direction.lock.lock();
    try {
      while (true) {
        checkOpen();
        long result = operation.getAsLong();
        if (result >= 0) {
          return result;
        }
        if (result == EAGAIN) {
          await(direction);
        } else {
          failUnlessInterrupted(call, result);
        }
      }
    } finally {
      direction.lock.unlock();
    }
  }

  private void failUnlessInterrupted(String call, long result) throws PosixException {
    if (result != EINTR) {
      throw new PosixException(call + "(" + name + ")", new Errno((int) -result));
    }
  }

  private void await(Direction direction) throws IOException {
    checkOpen();
    Poller poller = direction.prepare();
    checkOpen();
    direction.await(poller);
    checkOpen();
  }

  private void checkOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  /// This descriptor as a stream, without a buffer of its own. Closing the stream closes the
  /// descriptor.
  public InputStream in() {
    return new FdInputStream(this);
  }

  /// This descriptor as a stream, without a buffer of its own. Closing the stream closes the
  /// descriptor.
  public OutputStream out() {
    return new FdOutputStream(this);
  }

  /// Closes the descriptor. A second call does nothing.
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    reading.wake();
    writing.wake();
    reading.lock.lock();
    writing.lock.lock();
    try {
      reading.close();
      writing.close();
      UnistdH.close(number);
    } finally {
      writing.lock.unlock();
      reading.lock.unlock();
    }
  }

  @Override
  public String toString() {
    return name + (closed ? " (closed)" : " (" + number + ")");
  }
}
