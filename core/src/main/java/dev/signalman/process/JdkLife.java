package dev.signalman.process;

import dev.signalman.Signal;
import dev.signalman.internal.kernel.FirstFailure;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.io.Fd;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A child that `ProcessBuilder` has started. The JDK waits for it, and can send it TERM and KILL.
final class JdkLife implements ChildLife {
  private static final int MOST_SIGNALS = 64;

  private final Child child;
  private final Process process;
  private final boolean[] pipes;
  private final ExitFutures status = new ExitFutures();
  private final SentSignals sent = new SentSignals();

  /// @param pipes whether descriptor 0, 1 or 2 is a pipe to this process
  JdkLife(Child child, Process process, boolean[] pipes) {
    this.child = child;
    this.process = process;
    this.pipes = pipes.clone();
  }

  /// Learns of the end from now on.
  void watch() {
    CompletableFuture<Void> _ =
        process.onExit().thenAccept(ended -> ended(statusOf(ended.exitValue())));
  }

  private void ended(ExitStatus known) {
    child.tellEnd(known);
    status.complete(known);
  }

  /// The JDK adds 128 to the number of the signal that ended a child. Exit codes are the same
  /// numbers, so that a status above 128 stays unknown.
  private ExitStatus statusOf(int value) {
    if (value > 128 && value <= 128 + MOST_SIGNALS) {
      return new ExitStatus.Unknown(
          "the JDK reports status "
              + value
              + " of "
              + child
              + ", which is an exit code or death by "
              + Signal.fullName(value - 128),
          value);
    }
    return new ExitStatus.Exited(value, null, sent.askedToEnd());
  }

  @Override
  public ExitFutures status() {
    return status;
  }

  @Override
  public void settle() {
    // The JDK waits for each child.
  }

  @Override
  public boolean isGone() {
    return !process.isAlive();
  }

  @Override
  public boolean isThere() {
    return process.isAlive();
  }

  @Override
  public @Nullable ProcessGroup group() {
    return null;
  }

  @Override
  public boolean send(Signal signal) {
    boolean kills = signal == Signal.KILL;
    if (!kills && !(signal == Signal.TERM && process.supportsNormalTermination())) {
      throw VmMode.lacks("sending " + signal.fullName() + " to a child");
    }
    if (!process.isAlive()) {
      return false;
    }
    sent.add(signal); // first: it may end the child at once
    if (kills) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    return true;
  }

  @Override
  public boolean send(Signal signal, long value) {
    throw VmMode.lacks("sending a child a value with a signal");
  }

  @Override
  public Fd pidfd() {
    throw VmMode.lacks("a descriptor of a child (pidfd)");
  }

  @Override
  public void waitInPlace(long nanos) {
    // The JDK's thread waits.
  }

  @Override
  public Supplier<@Nullable ChildChange> changes() {
    throw VmMode.lacks("stops and continuations of a child (waitForChange)");
  }

  @Override
  public Fd end(int number) {
    requirePipe(number);
    throw VmMode.lacks("the descriptor of a child's pipe (Child.end)");
  }

  private void requirePipe(int number) {
    if (!pipes[number]) {
      throw child.withoutPipe(number);
    }
  }

  @Override
  public OutputStream stdin() {
    requirePipe(0);
    return new FlushedStream(process.getOutputStream());
  }

  @Override
  public InputStream output(int number) {
    requirePipe(number);
    return number == 1 ? process.getInputStream() : process.getErrorStream();
  }

  @Override
  public void closePipes() {
    FirstFailure failure = new FirstFailure();
    for (int number = 0; number < pipes.length; number++) {
      if (pipes[number]) {
        Closeable pipe = pipe(number);
        failure.of(() -> close(pipe));
      }
    }
    failure.rethrow();
  }

  private Closeable pipe(int number) {
    return number == 0 ? stdin() : output(number);
  }

  private void close(Closeable pipe) {
    try {
      pipe.close();
    } catch (IOException e) {
      throw new UncheckedIOException("close a pipe of " + child, e);
    }
  }
}
