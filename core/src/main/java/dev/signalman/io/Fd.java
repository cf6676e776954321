package dev.signalman.io;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.FirstFailure;
import dev.signalman.internal.kernel.Leftovers;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.IoctlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.UnistdH;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/// An open file descriptor with an owner: the holder of this object closes it, once.
///
/// Any thread may use it. One thread at a time reads, one at a time writes. `Thread.interrupt()`
/// ends a wait (`InterruptedIOException`, the descriptor stays open), and so does [#close]
/// (`ClosedChannelException`). A waiting virtual thread holds no carrier. The number goes back to
/// the kernel only when no thread uses it any more, so that no thread reads from a file that got
/// the number next. While the other side answers within microseconds, the wait of a platform thread
/// polls for up to 50 us before it sleeps. Waiting virtual threads need no thread and no descriptor
/// each, however many they are.
///
/// Descriptors made here are closed by exec: a child process has only those that it is given
/// explicitly.
///
/// Whether reads and writes wait in the kernel is a property of the open file, which every process
/// that has it can change. Descriptors made here do not wait until they are given to a child
/// ([#restoreMode]). Before a call on a descriptor that does wait, the kernel is asked whether it
/// is ready. If another process then reads first from the same open file, this one waits in the
/// kernel, where neither interruption nor closing ends the wait.
public final class Fd implements Closeable {
  private final Descriptor descriptor;
  private final boolean made; // by this process, so no other process relies on its mode
  private boolean changed; // into non-blocking mode, by this process; guarded by the descriptor
  private final Input input;
  private final Output output;
  private final OpenNumber open;
  private final List<Runnable> beforeClose = new CopyOnWriteArrayList<>();

  /// Null unless [#closeWhenForgotten] was called. Written while the descriptor is in use.
  private volatile Cleaner.@Nullable Cleanable forgotten;

  private Fd(int number, String name, boolean nonBlocking, Growth growth) {
    this.descriptor = new Descriptor(number, name, nonBlocking);
    this.open = new OpenNumber(number);
    this.input = new Input(descriptor, growth, open);
    this.output = new Output(descriptor, growth, open);
    this.made = nonBlocking;
  }

  /// Takes over a descriptor that is in non-blocking mode.
  static Fd nonBlocking(int number, String name) {
    return nonBlocking(number, name, Growth.NONE);
  }

  /// The same for one end of a pipe.
  static Fd nonBlocking(int number, String name, Growth growth) {
    return new Fd(number, name, true, growth);
  }

  /// Takes over a descriptor that this process was started with. Children of this process do not
  /// inherit it unless they are given it; they still inherit 0, 1 and 2.
  ///
  /// These three may be taken over several times. Each object may read and write on its own, but
  /// they share the number, so closing one closes it for all of them.
  ///
  /// Call it before the first child is started: if the C library cannot close a range of
  /// descriptors in a child (glibc before 2.34), that start marks all above 2 to be closed by exec,
  /// and they look as if this process had opened them.
  ///
  /// @throws PosixException EBADF if no such descriptor is open
  /// @throws IllegalStateException if it was opened by this process (the VM has files of its own),
  ///   or is above 2 and has been taken over before
  public static Fd inherited(int number) throws PosixException {
    VmMode.requireNative("descriptors (Fd.inherited)");
    InheritedFd.take(number);
    return new Fd(number, "descriptor " + number, false, Growth.NONE);
  }

  /// A copy of a descriptor that other code owns, such as a native library (fcntl(2),
  /// `F_DUPFD_CLOEXEC`): closing one leaves the other open.
  ///
  /// @throws PosixException EBADF if it is not open, EMFILE if the process is out of descriptors
  public static Fd copyOf(int number) throws PosixException {
    VmMode.requireNative("descriptors (Fd.copyOf)");
    int copy =
        Calls.check(
            FcntlH.fcntl(number, FcntlH.F_DUPFD_CLOEXEC, InheritedFd.STANDARD_ERROR + 1),
            () -> "fcntl(" + number + ", F_DUPFD_CLOEXEC)");
    return new Fd(copy, "copy of descriptor " + number, false, Growth.NONE);
  }

  /// Takes over a descriptor that came through a socket; its mode is the sender's.
  static Fd received(int number) {
    return new Fd(number, "received descriptor", false, Growth.NONE);
  }

  /// The kernel's number of the descriptor. Another thread may close it at any time; [#use] keeps
  /// it open.
  ///
  /// @throws IllegalStateException if it is closed
  public int number() {
    if (!isOpen()) {
      throw descriptor.closed();
    }
    return descriptor.number();
  }

  /// Whether the descriptor has not been closed.
  public boolean isOpen() {
    return !descriptor.users().isClosed();
  }

  /// An action on a descriptor's number.
  ///
  /// @param <R> the result
  /// @param <E> the exception
  @FunctionalInterface
  public interface Use<R, E extends Exception> {
    /// Runs the action.
    R with(int number) throws E;
  }

  /// Runs `action` with the number, which stays this descriptor's until the action returns:
  /// [#close] waits for it. This is for system calls that are not offered here and do not wait
  /// themselves. The action must not close this descriptor.
  ///
  /// @throws IllegalStateException if it is closed
  public <R, E extends Exception> R use(Use<R, E> action) throws E {
    if (!descriptor.users().enter()) {
      throw descriptor.closed();
    }
    try {
      return action.with(descriptor.number());
    } finally {
      descriptor.users().leave();
    }
  }

  /// Gives the number back to the kernel even without [#close]: some time after neither this object
  /// nor a stream of it is in use any more. Do not call this if you keep only the number. The pipes
  /// of a [dev.signalman.process.Child] are such descriptors.
  ///
  /// @return this
  /// @throws IllegalStateException if it is closed
  public Fd closeWhenForgotten() {
    return use(_ -> {
      synchronized (descriptor) {
        if (forgotten == null) {
          // The owner is the descriptor, not this: reads and writes refer to it until they end.
          forgotten = Leftovers.register(descriptor, open);
        }
        return this;
      }
    });
  }

  /// Makes descriptor 0, 1 or 2 of this process one of this open file, in place of what it was
  /// (dup3(2)): `System.in`, `System.out` and `System.err` use the file from then on. This one
  /// stays open.
  ///
  /// @throws IllegalArgumentException for any other number
  /// @throws IllegalStateException if it is closed
  public void becomeStandard(int number) throws PosixException {
    if (number < 0 || number > InheritedFd.STANDARD_ERROR) {
      throw new IllegalArgumentException("a standard descriptor is 0, 1 or 2, not " + number);
    }
    call("dup3", own -> own == number ? own : UnistdH.dup3(own, number, 0));
  }

  /// Runs `action` when this is closed, just before the number goes back to the kernel. This is for
  /// code that gave the number to epoll(7), which keeps reporting an open file as long as a child
  /// has it.
  ///
  /// @return an action that cancels this
  /// @throws IllegalStateException if it is closed
  public Runnable beforeClose(Runnable action) {
    Objects.requireNonNull(action, "action");
    return use(_ -> {
      beforeClose.add(action);
      return () -> beforeClose.remove(action);
    });
  }

  /// Takes the open file, and so all descriptors of it, out of the non-blocking mode that this
  /// process has put it into: a child that gets one expects its reads and writes to wait.
  /// [dev.signalman.process.Spawn] calls this itself. A file that was inherited or received keeps
  /// its original mode, since other processes that have it may rely on that.
  ///
  /// @throws IllegalStateException if it is closed
  public void restoreMode() throws PosixException {
    boolean ours;
    synchronized (descriptor) {
      ours = made || changed;
    }
    if (ours) {
      makeBlocking();
    }
  }

  /// Takes the open file, and so all descriptors of it, out of non-blocking mode, even if another
  /// process put it there.
  ///
  /// A running read or write of another thread continues: it still does not wait in the kernel, and
  /// interruption and closing end it as before.
  ///
  /// @throws IllegalStateException if it is closed
  public void makeBlocking() throws PosixException {
    synchronized (descriptor) {
      int flags = flags();
      descriptor.setNonBlocking(false); // first: from now on every thread asks before a call
      if ((flags & FcntlH.O_NONBLOCK) != 0) {
        input.direction().awaitPresentCall();
        output.direction().awaitPresentCall();
        setFlags(flags & ~FcntlH.O_NONBLOCK);
      }
      changed = false;
    }
  }

  /// Puts the open file, and so all descriptors of it, into non-blocking mode. This helps for a
  /// file that a parent passed on and no other process uses: each read and write is then one system
  /// call instead of two.
  ///
  /// @throws IllegalStateException if it is closed
  public void makeNonBlocking() throws PosixException {
    synchronized (descriptor) {
      int flags = flags();
      if ((flags & FcntlH.O_NONBLOCK) == 0) {
        setFlags(flags | FcntlH.O_NONBLOCK);
        changed = true;
      }
      descriptor.setNonBlocking(true);
    }
  }

  private int flags() throws PosixException {
    return call("fcntl(F_GETFL)", fd -> FcntlH.fcntl(fd, FcntlH.F_GETFL, 0));
  }

  private void setFlags(int flags) throws PosixException {
    call("fcntl(F_SETFL)", fd -> FcntlH.fcntl(fd, FcntlH.F_SETFL, flags));
  }

  /// Makes a system call that returns an int.
  int call(String call, Use<Integer, RuntimeException> operation) throws PosixException {
    return Calls.check(use(operation), () -> call + " of " + this);
  }

  /// Reads the bytes that are there; waits if there are none.
  ///
  /// @return how many bytes, or -1 at the end
  /// @throws java.nio.ReadOnlyBufferException for a read-only target; nothing is read then
  /// @throws InterruptedIOException if the thread is interrupted; its interrupt status stays set
  /// @throws ClosedChannelException if it is closed, or becomes so
  public int read(ByteBuffer target) throws IOException {
    return input.read(target);
  }

  /// Reads the bytes that are there, without waiting.
  ///
  /// @return how many bytes, 0 if there are none now or another thread is reading, or -1 at the end
  /// @throws java.nio.ReadOnlyBufferException for a read-only target; nothing is read then
  /// @throws ClosedChannelException if it is closed
  public int readAvailable(ByteBuffer target) throws IOException {
    return input.readAvailable(target);
  }

  /// Writes all that remains in the buffer, however long that takes.
  ///
  /// @throws InterruptedIOException if the thread is interrupted; its `bytesTransferred` says how
  ///   much was written, as does the buffer's position; the interrupt status stays set
  /// @throws PosixException EPIPE if no reader is left; the VM ignores the PIPE that comes with it,
  ///   or the receiver that has claimed PIPE gets it
  /// @throws ClosedChannelException if it is closed, or becomes so
  public void write(ByteBuffer source) throws IOException {
    output.write(source);
  }

  /// Writes what fits now, without waiting.
  ///
  /// @return how many bytes, 0 if there is no room or another thread is writing
  /// @throws PosixException EPIPE if no reader is left; the VM ignores the PIPE that comes with it,
  ///   or the receiver that has claimed PIPE gets it
  /// @throws ClosedChannelException if it is closed
  public int writeAvailable(ByteBuffer source) throws IOException {
    return output.writeAvailable(source);
  }

  /// The number of bytes that can be read without waiting; 0 if the kernel does not count them for
  /// this kind of file.
  int available() throws ClosedChannelException {
    descriptor.checkOpen();
    Memory count = Memory.allocate(Integer.BYTES);
    int result = use(number -> IoctlH.ioctl(number, IoctlH.FIONREAD, count));
    return result < 0 ? 0 : Math.max(0, count.getInt(0));
  }

  /// Makes a system call that receives something, once there is something.
  long whenReadable(String call, IntToLongFunction operation) throws IOException {
    return input.whenReadable(call, operation);
  }

  /// Makes a system call that does not wait and sends the beginning of `source`, once there is
  /// room; then writes the rest, and no other thread writes in between.
  void writeFirst(String call, IntToLongFunction operation, ByteBuffer source) throws IOException {
    output.writeFirst(call, operation, source);
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

  /// Closes the descriptor as soon as no thread uses it any more; waiting threads are woken. A
  /// second call does nothing.
  @Override
  public void close() {
    if (!descriptor.users().close()) {
      return;
    }
    input.direction().wake();
    output.direction().wake();
    descriptor.users().awaitLeft();
    FirstFailure failure = new FirstFailure();
    beforeClose.forEach(failure::of);
    failure.of(forgotten == null ? open : forgotten::clean);
    failure.rethrow();
  }

  @Override
  public String toString() {
    return descriptor.toString();
  }
}
