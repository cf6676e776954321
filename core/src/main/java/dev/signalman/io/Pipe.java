package dev.signalman.io;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.UnistdH;
import java.util.function.Supplier;

/// A pipe (pipe(7)): bytes written to one end are read from the other, in order. The reader sees
/// the end once every descriptor of the write end is closed, including those of children.
///
/// ```java
/// try (Pipe pipe = Pipe.open()) {
///   pipe.writeEnd().write(ByteBuffer.wrap("Spam".getBytes(UTF_8)));
///   pipe.writeEnd().close();
///   byte[] all = pipe.readEnd().in().readAllBytes();
/// }
/// ```
///
/// @param readEnd to read from
/// @param writeEnd to write to
public record Pipe(Fd readEnd, Fd writeEnd) implements AutoCloseable {

  /// Opens a pipe.
  ///
  /// @throws PosixException EMFILE or ENFILE if no descriptors are left
  public static Pipe open() throws PosixException {
    return open(() -> Growth.NONE);
  }

  /// Opens a pipe that grows from 65,536 to 262,144 bytes, once, when this process finds it too
  /// small: when a write does not fit, or when reads have taken the pipe's whole capacity without
  /// finding it empty in between. It stays as it is if the kernel refuses that (see
  /// [#capacity(int)]), or if another size than 65,536 bytes has been chosen for it.
  ///
  /// This helps where much data goes to or comes from another process: each time a pipe is full or
  /// empty, a process falls asleep and has to be woken. [dev.signalman.process.Stdio#pipe] is such
  /// a pipe.
  ///
  /// @throws PosixException EMFILE or ENFILE if no descriptors are left
  public static Pipe growing() throws PosixException {
    return open(Growth::once);
  }

  private static Pipe open(Supplier<Growth> growth) throws PosixException {
    VmMode.requireNative("pipes (Pipe)");
    Memory ends = Memory.allocate(8);
    Calls.check(
        UnistdH.pipe2(ends, FcntlH.O_CLOEXEC | FcntlH.O_NONBLOCK),
        () -> "pipe2(O_CLOEXEC|O_NONBLOCK)");
    return new Pipe(
        Fd.nonBlocking(ends.getInt(0), "read end of a pipe", growth.get()),
        Fd.nonBlocking(ends.getInt(4), "write end of a pipe", growth.get()));
  }

  /// The number of bytes that the pipe can hold: 65,536 unless changed; fewer if the pipes of its
  /// user already held all that they may when it was opened.
  public int capacity() throws PosixException {
    return writeEnd.call("fcntl(F_GETPIPE_SZ)", fd -> FcntlH.fcntl(fd, FcntlH.F_GETPIPE_SZ, 0));
  }

  /// Makes the pipe hold at least that many bytes.
  ///
  /// @return its capacity now
  /// @throws PosixException EPERM above the limit in `/proc/sys/fs/pipe-max-size` or those for all
  ///   pipes of a user (pipe(7)), EBUSY if more bytes are in it now
  public int capacity(int bytes) throws PosixException {
    return writeEnd.call(
        "fcntl(F_SETPIPE_SZ, " + bytes + ")", fd -> FcntlH.fcntl(fd, FcntlH.F_SETPIPE_SZ, bytes));
  }

  /// Closes both ends.
  @Override
  public void close() {
    try {
      readEnd.close();
    } finally {
      writeEnd.close();
    }
  }
}
