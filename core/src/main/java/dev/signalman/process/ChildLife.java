package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.io.Fd;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The base of a [Child]: the kernel ([KernelLife]), or in portable mode the JDK ([JdkLife]). The
/// methods are those of [Child].
sealed interface ChildLife permits KernelLife, JdkLife {
  /// The status, once it is known, and the futures that wait for it.
  ExitFutures status();

  /// Waits at once for a child that ended before its start was reported; for others that is already
  /// arranged.
  void settle();

  /// Whether the pid may belong to another process.
  boolean isGone();

  /// Whether the child still has its pid: it has not been waited for.
  boolean isThere();

  @Nullable ProcessGroup group();

  boolean send(Signal signal) throws PosixException;

  boolean send(Signal signal, long value) throws PosixException;

  Fd pidfd() throws PosixException;

  /// Helps to wait for the end, at most for `nanos`. May return early.
  void waitInPlace(long nanos) throws InterruptedException;

  /// A view on stops and continuations, for one thread.
  ///
  /// @throws UnsupportedOperationException if they are not reported
  Supplier<@Nullable ChildChange> changes();

  /// See [Child#end].
  Fd end(int number);

  /// See [Child#stdin].
  OutputStream stdin();

  /// See [Child#stdout] and [Child#stderr].
  ///
  /// @param number 1 or 2
  InputStream output(int number);

  void closePipes();
}
