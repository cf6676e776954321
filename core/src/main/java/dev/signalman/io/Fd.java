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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntToLongFunction;

/// An open file descriptor, owned: whoever has this object closes it, once.
///
/// Any thread may use it. One at a time reads, one at a time writes. A wait is ended by
/// `Thread.interrupt()` (`InterruptedIOException`, the descriptor stays open) and by [#close]
/// (`ClosedChannelException`), and holds no virtual thread's carrier. The number goes back to the
/// kernel only when no thread uses it any more, so that nobody reads from a file that got the
/// number next.
///
/// Descriptors made here are closed by exec: a child process has only what it is given by name.
///
/// Whether reads and writes wait in the kernel is a property of the open file, which every process
/// that has it can change. Descriptors made here do not, until they are given to a child
/// ([#makeBlocking]); one that does is asked first whether it is ready. If another process that
/// reads from the same open file is quicker, this one then waits in the kernel, where neither
/// interruption nor closing ends it.
public final class Fd implements Closeable {
  private static final int EINTR = -4;
  private static final int EAGAIN = -11;
  private static final int WOULD_WAIT = -2;
  private static final int STANDARD_ERROR = 2;

  /// What a blocking pipe that can be written at all takes without waiting: PIPE_BUF.
  private static final int SURE_WRITE = 4096;

  private final int number;
  private final String name;
  private final Direction reading;
  private final Direction writing;
  private final Users users = new Users();
  private final List<Runnable> beforeClose = new CopyOnWriteArrayList<>();
  private volatile boolean nonBlocking;

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
  /// this process unless they are given it; 0, 1 and 2 go on to them as ever.
  ///
  /// @throws PosixException EBADF if no such descriptor is open
  /// @throws IllegalStateException if it was opened by this process (the VM has files of its own),
  ///   or has been taken over before
  public static Fd inherited(int number) throws PosixException {
    NativeAccess.require();
    int flags =
        Calls.check(
            FcntlH.fcntl(number, FcntlH.F_GETFD, 0), () -> "fcntl(" + number + ", F_GETFD)");
    // One that is closed by exec cannot have come through it.
    if ((flags & FcntlH.FD_CLOEXEC) != 0 || isModuleImage(number)) {
      throw new IllegalStateException(
          "descriptor "
              + number
              + " was not passed to this process: the process opened it itself, or has taken it over"
              + " before");
    }
    if (number > STANDARD_ERROR) {
      Calls.check(
          FcntlH.fcntl(number, FcntlH.F_SETFD, FcntlH.FD_CLOEXEC),
          () -> "fcntl(" + number + ", F_SETFD, FD_CLOEXEC)");
    }
    return new Fd(number, "descriptor " + number, false);
  }

  /// HotSpot opens its module image before any Java code runs, as descriptor 3 if that is free, and
  /// does not have it closed by exec.
  private static boolean isModuleImage(int number) {
    try {
      Path file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + number));
      return file.equals(Path.of(System.getProperty("java.home"), "lib", "modules").toRealPath());
    } catch (IOException _) {
      return false; // no /proc, or no such file: a VM without one
    }
  }

  /// Takes over a descriptor that came through a socket; its mode is that of whoever sent it.
  static Fd received(int number) {
    return new Fd(number, "received descriptor", false);
  }

  /// The number that the kernel knows it by. Another thread may close it at once; [#use] keeps it
  /// open.
  ///
  /// @throws IllegalStateException if it is closed
  public int number() {
    if (!isOpen()) {
      throw closed();
    }
    return number;
  }

  /// Whether it has not been closed.
  public boolean isOpen() {
    return !users.isClosed();
  }

  private IllegalStateException closed() {
    return new IllegalStateException(name + " is closed");
  }

  /// What is done with a number.
  ///
  /// @param <R> the result
  /// @param <E> what it throws
  @FunctionalInterface
  public interface Use<R, E extends Exception> {
    /// Does it.
    R with(int number) throws E;
  }

  /// Runs `action` with the number, which stays this descriptor's until it returns: [#close] waits
  /// for it. For system calls that are not offered here and do not wait themselves. It must not
  /// close this descriptor.
  ///
  /// @throws IllegalStateException if it is closed
  public <R, E extends Exception> R use(Use<R, E> action) throws E {
    if (!users.enter()) {
      throw closed();
    }
    try {
      return action.with(number);
    } finally {
      users.leave();
    }
  }

  /// Runs `action` when this is closed, just before the number goes back to the kernel: for those
  /// who gave the number to epoll(7), which goes on reporting an open file as long as a child has
  /// it.
  ///
  /// @return takes that back
  /// @throws IllegalStateException if it is closed
  public Runnable beforeClose(Runnable action) {
    return use(_ -> {
      beforeClose.add(action);
      return () -> beforeClose.remove(action);
    });
  }

  /// Takes the open file, and so all descriptors of it, out of non-blocking mode: a child that gets
  /// one expects its reads and writes to wait. [dev.signalman.process.Spawn] does it by itself.
  ///
  /// @throws IllegalStateException if it is closed
  public void makeBlocking() throws PosixException {
    nonBlocking = false; // first: who reads this goes on asking before it calls
    setFlags(false);
  }

  /// Puts the open file, and so all descriptors of it, into non-blocking mode. Worth it for one
  /// that a parent passed on and nobody else uses: each read and write then is one system call
  /// instead of two.
  ///
  /// @throws IllegalStateException if it is closed
  public void makeNonBlocking() throws PosixException {
    setFlags(true);
    nonBlocking = true;
  }

  private void setFlags(boolean set) throws PosixException {
    int flags = call("fcntl(F_GETFL)", fd -> FcntlH.fcntl(fd, FcntlH.F_GETFL, 0));
    int wanted = set ? flags | FcntlH.O_NONBLOCK : flags & ~FcntlH.O_NONBLOCK;
    if (wanted != flags) {
      call("fcntl(F_SETFL)", fd -> FcntlH.fcntl(fd, FcntlH.F_SETFL, wanted));
    }
  }

  /// A system call that returns an int.
  int call(String call, Use<Integer, RuntimeException> operation) throws PosixException {
    return Calls.check(use(operation), () -> call + " of " + this);
  }

  /// Reads what is there, and waits until something is.
  ///
  /// @return how many bytes, or -1 at the end
  /// @throws InterruptedIOException if the thread is interrupted; its interrupt status stays set
  /// @throws ClosedChannelException if it is closed, or becomes so
  public int read(ByteBuffer target) throws IOException {
    begin(reading);
    try {
      int count = readNow(target);
      while (count == WOULD_WAIT) {
        await(reading);
        count = readNow(target);
      }
      return count;
    } finally {
      end(reading);
    }
  }

  /// Reads what is there, without waiting.
  ///
  /// @return how many bytes, 0 if there are none now or another thread is reading, or -1 at the end
  /// @throws ClosedChannelException if it is closed
  public int readAvailable(ByteBuffer target) throws IOException {
    if (!tryBegin(reading)) {
      return 0;
    }
    try {
      int count = readNow(target);
      return count == WOULD_WAIT ? 0 : count;
    } finally {
      end(reading);
    }
  }

  private int readNow(ByteBuffer target) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (!nonBlocking && !reading.isReady()) {
      return WOULD_WAIT;
    }
    if (target.isDirect()) {
      int count = readNow(Memory.of(target), target.remaining());
      target.position(target.position() + Math.max(0, count));
      return count;
    }
    Memory buffer = Buffers.take();
    try {
      int count = readNow(buffer, target.remaining());
      buffer.copyTo(target, Math.max(0, count));
      return count;
    } finally {
      Buffers.giveBack(buffer);
    }
  }

  private int readNow(Memory buffer, int room) throws IOException {
    while (true) {
      long count = UnistdH.read(number, buffer, room);
      if (count > 0) {
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
    begin(writing);
    try {
      writeAll(source, source.position());
    } finally {
      end(writing);
    }
  }

  private void writeAll(ByteBuffer source, int start) throws IOException {
    if (source.isDirect()) {
      writeAll(source, Memory.of(source), start);
      return;
    }
    Memory buffer = Buffers.take();
    try {
      while (source.hasRemaining()) {
        int length = buffer.copyFrom(source);
        writeAll(source, buffer.slice(0, length), start);
      }
    } finally {
      Buffers.giveBack(buffer);
    }
  }

  /// Writes a copy of what comes next in the source, whose position follows.
  private void writeAll(ByteBuffer source, Memory bytes, int start) throws IOException {
    long left = bytes.size();
    while (left > 0) {
      int count = writeNow(bytes.slice(bytes.size() - left, left));
      if (count == WOULD_WAIT) {
        awaitWritable(source.position() - start);
      } else {
        left -= count;
        source.position(source.position() + count);
      }
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
  /// @return how many bytes, 0 if there is no room or another thread is writing
  /// @throws PosixException EPIPE if nobody can read it any more; no signal is raised
  /// @throws ClosedChannelException if it is closed
  public int writeAvailable(ByteBuffer source) throws IOException {
    if (!tryBegin(writing)) {
      return 0;
    }
    try {
      return source.hasRemaining() ? writeWhatFits(source) : 0;
    } finally {
      end(writing);
    }
  }

  private int writeWhatFits(ByteBuffer source) throws IOException {
    int count;
    if (source.isDirect()) {
      count = Math.max(0, writeNow(Memory.of(source)));
    } else {
      Memory buffer = Buffers.take();
      try {
        count = Math.max(0, writeNow(buffer.slice(0, buffer.copyFrom(source))));
      } finally {
        Buffers.giveBack(buffer);
      }
    }
    source.position(source.position() + count);
    return count;
  }

  private int writeNow(Memory bytes) throws IOException {
    boolean sure = nonBlocking;
    if (!sure && !writing.isReady()) {
      return WOULD_WAIT;
    }
    long length = sure ? bytes.size() : Math.min(bytes.size(), SURE_WRITE);
    while (true) {
      long count = UnistdH.write(number, bytes, length);
      if (count >= 0) {
        return (int) count;
      }
      if (count == EAGAIN) {
        return WOULD_WAIT;
      }
      failUnlessInterrupted("write", count);
    }
  }

  /// Repeats a system call that does not wait until it no longer says EAGAIN, waiting in between
  /// until there is something to read.
  long whenReadable(String call, IntToLongFunction operation) throws IOException {
    begin(reading);
    try {
      return when(reading, call, operation);
    } finally {
      end(reading);
    }
  }

  /// The same for a call that sends the beginning of `source`; then writes the rest, and lets
  /// nobody write in between.
  void writeFirst(String call, IntToLongFunction operation, ByteBuffer source) throws IOException {
    begin(writing);
    try {
      int start = source.position();
      long sent = when(writing, call, operation);
      source.position(start + (int) sent);
      writeAll(source, start);
    } finally {
      end(writing);
    }
  }

  private long when(Direction direction, String call, IntToLongFunction operation)
      throws IOException {
    while (true) {
      long result = operation.applyAsLong(number);
      if (result >= 0) {
        return result;
      }
      if (result == EAGAIN) {
        await(direction);
      } else {
        failUnlessInterrupted(call, result);
      }
    }
  }

  private void failUnlessInterrupted(String call, long result) throws PosixException {
    if (result != EINTR) {
      throw new PosixException(call + "(" + name + ")", new Errno((int) -result));
    }
  }

  private void begin(Direction direction) throws IOException {
    direction.begin();
    enter(direction);
  }

  /// The same without waiting.
  ///
  /// @return false if another thread reads, or writes
  private boolean tryBegin(Direction direction) throws IOException {
    checkOpen();
    boolean begun = direction.tryBegin();
    if (begun) {
      enter(direction);
    }
    return begun;
  }

  private void enter(Direction direction) throws ClosedChannelException {
    if (!users.enter()) {
      direction.end();
      throw new ClosedChannelException();
    }
  }

  private void end(Direction direction) {
    users.leave();
    direction.end();
  }

  private void await(Direction direction) throws IOException {
    checkOpen();
    Poller poller = direction.prepare();
    checkOpen();
    direction.await(poller);
    checkOpen();
  }

  private void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
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

  /// Closes the descriptor, once no thread uses it any more; those that wait are woken. A second
  /// call does nothing.
  @Override
  public void close() {
    if (!users.close()) {
      return;
    }
    reading.wake();
    writing.wake();
    users.awaitLeft();
    try {
      beforeClose.forEach(Runnable::run);
    } finally {
      reading.close();
      writing.close();
      UnistdH.close(number);
    }
  }

  @Override
  public String toString() {
    return name + (isOpen() ? " (" + number + ")" : " (closed)");
  }
}
