package dev.signalman.internal.portable;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.kernel.Pids;
import dev.signalman.internal.kernel.ProcessHold;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A process held by a `ProcessHandle`, which remembers when its process began and so does not come
/// to mean a later one. The JDK can send TERM and KILL.
public final class HandleHold implements ProcessHold {
  private final ProcessHandle process;
  private volatile boolean closed;

  HandleHold(ProcessHandle process) {
    this.process = process;
  }

  @Override
  public <T extends @Nullable Object, E extends Exception> T use(Use<T, E> use) {
    checkOpen();
    throw VmMode.lacks("a descriptor of a process (pidfd)");
  }

  @Override
  public int pid() {
    return Math.toIntExact(process.pid());
  }

  /// Waits until the process has ended.
  ///
  /// @return false if it had not within `nanos`
  public boolean awaitEnd(long nanos) throws InterruptedException {
    checkOpen();
    CompletableFuture<ProcessHandle> end = process.onExit();
    try {
      end.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the JDK cannot wait for the process with pid " + pid(), e);
    } finally {
      end.cancel(false);
    }
  }

  @Override
  public void send(Signal signal) throws PosixException {
    checkOpen();
    if (pid() == Pids.self()) {
      Engines.raise(signal);
      return;
    }
    Consumer<ProcessHandle> way = way(signal, process.supportsNormalTermination());
    if (!process.isAlive()) {
      throw new PosixException("kill(" + pid() + ", " + signal + ")", Errno.ESRCH);
    }
    way.accept(process);
  }

  /// How the JDK sends a signal.
  ///
  /// @param normal whether it has a way to ask a process to end
  static Consumer<ProcessHandle> way(Signal signal, boolean normal) {
    if (signal == Signal.KILL) {
      return ProcessHandle::destroyForcibly;
    }
    if (signal == Signal.TERM && normal) {
      return ProcessHandle::destroy;
    }
    throw VmMode.lacks("sending " + signal.fullName() + " to another process");
  }

  @Override
  public void send(Signal signal, long value) {
    checkOpen();
    throw VmMode.lacks("sending a value with a signal");
  }

  @Override
  public boolean exists() {
    checkOpen();
    return process.isAlive();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the hold on the process with pid " + pid() + " is closed");
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
