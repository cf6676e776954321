package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.FirstFailure;
import dev.signalman.internal.kernel.SentValue;
import dev.signalman.io.Fd;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.Memory;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A child that posix_spawn(3) has started, held by its descriptor or its pid.
final class KernelLife implements ChildLife {
  private final Child child;
  private final Reaper reaper;
  private final @Nullable Fd[] ends = new Fd[3];
  private final ProcessExit exit;

  /// Made for the first value to be queued.
  private @Nullable SentValue queued;

  KernelLife(Child child, int pidfd, Wiring wiring, SpawnPlan plan, Reaper reaper) {
    this.child = child;
    this.reaper = reaper;
    for (int number = 0; number < 3; number++) {
      ends[number] = wiring.parentEnd(number);
    }
    this.exit = new ProcessExit(child, pidfd, wiring.foreground(), plan.leads());
  }

  ProcessExit exit() {
    return exit;
  }

  @Override
  public ExitFutures status() {
    return exit.status();
  }

  @Override
  public void settle() {
    reaper.settle(exit);
  }

  @Override
  public boolean isGone() {
    return exit.isGone();
  }

  @Override
  public boolean isThere() {
    return exit.signal(0, null) != -ErrnoH.ESRCH;
  }

  @Override
  public @Nullable ProcessGroup group() {
    return exit.group();
  }

  @Override
  public synchronized boolean send(Signal signal) throws PosixException {
    return send(signal, null, () -> "kill(" + child.pid() + ", " + signal + ")");
  }

  @Override
  public synchronized boolean send(Signal signal, long value) throws PosixException {
    if (queued == null) {
      queued = new SentValue();
    }
    return send(
        signal,
        queued.with(signal, value),
        () -> "sigqueue(" + child.pid() + ", " + signal + ", " + value + ")");
  }

  private boolean send(Signal signal, @Nullable Memory info, Supplier<String> call)
      throws PosixException {
    if (exit.isGone()) {
      return false;
    }
    int result = exit.send(signal, info);
    if (result == -ErrnoH.ESRCH) {
      return false;
    }
    Calls.check(result, call);
    return true;
  }

  @Override
  public Fd pidfd() throws PosixException {
    return exit.descriptorFor(child);
  }

  @Override
  public void waitInPlace(long nanos) throws InterruptedException {
    int descriptor = exit.descriptor();
    if (descriptor >= 0 && nanos != 0) {
      reaper.waitInPlace(exit, descriptor, nanos);
    }
  }

  @Override
  public Supplier<@Nullable ChildChange> changes() {
    WaitResult found = new WaitResult();
    return () -> exit.change(found);
  }

  @Override
  public Fd end(int number) {
    Fd end = ends[number];
    if (end == null) {
      throw child.withoutPipe(number);
    }
    return end;
  }

  @Override
  public OutputStream stdin() {
    return end(0).out();
  }

  @Override
  public InputStream output(int number) {
    return end(number).in();
  }

  @Override
  public void closePipes() {
    FirstFailure failure = new FirstFailure();
    for (Fd end : ends) {
      if (end != null) {
        failure.of(end::close);
      }
    }
    failure.rethrow();
  }
}
