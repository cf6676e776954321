package dev.signalman.io;

import dev.signalman.PosixException;
import dev.signalman.internal.engine.Calls;
import dev.signalman.posix.FcntlH;
import dev.signalman.posix.Memory;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.UnistdH;
import java.util.function.Supplier;

/// A pipe (pipe(7)): what is written to one end is read from the other, in order. The reader sees
/// the end once every descriptor of the write end is closed, those of children included.
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
  /// small: when it writes and not all has room, or when it has read as much as the pipe holds
  /// without finding it empty in between. It stays as it is if the kernel refuses that (see
  /// [#capacity(int)]), or if it does not hold 65,536 bytes then because somebody has chosen
  /// otherwise.
  ///
  /// Worth it where much goes to or comes from another process: each time a pipe is full or empty
  /// somebody falls asleep and has to be woken. [dev.signalman.process.Stdio#pipe] is such a pipe.
  ///
  /// @throws PosixException EMFILE or ENFILE if no descriptors are left
  public static Pipe growing() throws PosixException {
    return open(Growth::once);
  }

  private static Pipe open(Supplier<Growth> growth) throws PosixException {
    NativeAccess.require();
    Memory ends = Memory.allocate(8);
    Calls.check(
        UnistdH.pipe2(ends, FcntlH.O_CLOEXEC | FcntlH.O_NONBLOCK),
        () -> "pipe2(O_CLOEXEC|O_NONBLOCK)");
    return new Pipe(
        Fd.nonBlocking(ends.getInt(0), "read end of a pipe", growth.get()),
        Fd.nonBlocking(ends.getInt(4), "write end of a pipe", growth.get()));
  }

  /// How many bytes it can hold: 65,536 unless changed, fewer if it was opened when the pipes of
  /// its user held all that they may.
  public int capacity() throws PosixException {
    return writeEnd.call("fcntl(F_GETPIPE_SZ)", fd -> FcntlH.fcntl(fd, FcntlH.F_GETPIPE_SZ, 0));
  }

  /// Makes it hold at least that many bytes.
  ///
  /// @return what it holds now
  /// @throws PosixException EPERM above the limit in `/proc/sys/fs/pipe-max-size` or those for all
  ///   pipes of a user (pipe(7)), EBUSY if it holds more at present
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
