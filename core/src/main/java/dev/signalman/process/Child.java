package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.Poller;
import dev.signalman.internal.engine.QueuedSignal;
import dev.signalman.io.Fd;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.UnistdH;
import dev.signalman.posix.WaitH;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A child process started by [Spawn], held by a descriptor (pidfd_open(2)) from its birth to its
/// end.
///
/// Guarantees:
///
/// - A signal sent through this object never reaches another process, however long the child has
///   been gone and whoever has its pid now.
/// - Its end is what the kernel reports, never the closing of its output: a grandchild that holds
///   the pipe delays nothing.
/// - No zombie stays: the child is waited for as soon as it ends, whether anybody asks or not. Its
///   status is kept here for all who ask, as often as they ask.
///
/// Nothing ends the child when this object is forgotten. Pipes to it that nobody has closed are
/// closed some time after neither this object nor one of their streams is in use any more; as long
/// as the child lives they stay open. May be used by any thread.
public final class Child {
  static {
    Calls.loaded(Asked.class, QueuedSignal.class); // to tell of its end, to queue to it
  }

  private final Reaper reaper;
  private final int pid;
  private final List<String> command;
  private final @Nullable Fd[] ends = new Fd[3];
  private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

  /// What was asked for by [#onExit] and is not done. Not dependents of `exit`: those stay there,
  /// however soon somebody cancels them.
  private final Set<Asked> waiting = ConcurrentHashMap.newKeySet();

  private final @Nullable ProcessGroup group;
  private int pidfd;
  private boolean endedEarly;

  /// Made for the first value to be queued.
  private @Nullable QueuedSignal queued;

  private Child(int pid, int pidfd, List<String> command, boolean leader, Reaper reaper) {
    this.reaper = reaper;
    this.pid = pid;
    this.pidfd = pidfd;
    this.command = command;
    this.group = leader ? new ProcessGroup(pid, pidfd) : null;
  }

  /// Takes hold of a child that nobody has waited for.
  ///
  /// @throws PosixException if the process is out of descriptors; the child goes on then
  static Child of(int pid, Wiring wiring, Spawn spawn, Reaper reaper) throws PosixException {
    int pidfd = Calls.check(PidfdH.pidfd_open(pid, 0), () -> "pidfd_open(" + pid + ")");
    Child child = new Child(pid, pidfd, spawn.command(), spawn.leads(), reaper);
    for (int number = 0; number < 3; number++) {
      child.ends[number] = wiring.parentEnd(number);
    }
    try {
      child.endedEarly = !reaper.watch(child, pidfd);
      return child;
    } catch (Throwable e) {
      UnistdH.close(pidfd);
      throw e;
    }
  }

  /// Waits for it on the spot if it ended before its start was told of; else that is done already.
  void settle() {
    if (endedEarly) {
      reaper.settle(this, pidfd);
    }
  }

  /// Its process id. Once it has ended another process may have it.
  public int pid() {
    return pid;
  }

  /// The child as the JDK sees it.
  ///
  /// @throws IllegalStateException if it has ended
  public ProcessHandle toHandle() {
    return lookUp(handle -> handle)
        .orElseThrow(() -> new IllegalStateException(this + " has ended"));
  }

  /// Its children, their children and so on: those that were alive at the time of this call, and
  /// whose parents were. Empty once it has ended.
  public Stream<ProcessHandle> tree() {
    return lookUp(handle -> handle.descendants().toList()).stream().flatMap(List::stream);
  }

  /// Nothing once its pid may be another's: what was found by it was its own if the kernel still
  /// knows the child afterwards.
  private synchronized <T> Optional<T> lookUp(Function<ProcessHandle, T> question) {
    if (pidfd < 0) {
      return Optional.empty();
    }
    Optional<T> found = ProcessHandle.of(pid).map(question);
    boolean gone = PidfdH.pidfd_send_signal(pidfd, 0, null, 0) == -Errno.ESRCH.number();
    return gone ? Optional.empty() : found;
  }

  /// The process group that it was started as the first process of. Outlives the child: whoever it
  /// left behind in the group can still be signalled.
  ///
  /// @throws IllegalStateException unless it was started with [Spawn#newGroup], [Spawn#newSession]
  ///   or [Spawn#foreground]
  public ProcessGroup group() {
    if (group == null) {
      throw new IllegalStateException(
          this + " was not started with newGroup(), newSession() or foreground(...)");
    }
    return group;
  }

  /// Whether it has not ended, as far as is known here.
  public boolean isAlive() {
    return !exit.isDone();
  }

  /// What goes to its standard input. Close it, or a child that reads to the end waits for ever.
  ///
  /// @throws IllegalStateException unless it was started with `stdin(Stdio.pipe())`
  public OutputStream stdin() {
    return end(0).out();
  }

  /// What comes from its standard output.
  ///
  /// @throws IllegalStateException unless it was started with `stdout(Stdio.pipe())`
  public InputStream stdout() {
    return end(1).in();
  }

  /// What comes from its standard error.
  ///
  /// @throws IllegalStateException unless it was started with `stderr(Stdio.pipe())`
  public InputStream stderr() {
    return end(2).in();
  }

  /// This process's end of the pipe to descriptor 0, 1 or 2 of the child.
  ///
  /// @throws IllegalStateException unless that was started as a pipe
  public Fd end(int number) {
    Fd end = ends[number];
    if (end == null) {
      throw new IllegalStateException(
          this + " was not started with a pipe for descriptor " + number);
    }
    return end;
  }

  /// Sends it a signal.
  ///
  /// @return false if it has ended; nothing was sent then
  /// @throws PosixException EPERM if it has become another user's
  public synchronized boolean send(Signal signal) throws PosixException {
    return send(signal, null, () -> "kill(" + pid + ", " + signal + ")");
  }

  /// Sends it a signal with a value, as sigqueue(3) does. Real-time signals queue; a standard
  /// signal that is pending already swallows the new one with its value.
  ///
  /// @param value reaches a C program as `si_value.sival_ptr`, and its low half as `sival_int`
  /// @return false if it has ended; nothing was sent then
  /// @throws PosixException EAGAIN if the child's user has as many signals queued as allowed
  ///   (`RLIMIT_SIGPENDING`): nothing was sent, try again; EPERM as [#send]
  public synchronized boolean queue(Signal signal, long value) throws PosixException {
    if (queued == null) {
      queued = new QueuedSignal();
    }
    return send(
        signal,
        queued.with(signal, value),
        () -> "sigqueue(" + pid + ", " + signal + ", " + value + ")");
  }

  private boolean send(Signal signal, @Nullable Memory info, Supplier<String> call)
      throws PosixException {
    if (pidfd < 0) {
      return false;
    }
    int result = PidfdH.pidfd_send_signal(pidfd, signal.number(), info, 0);
    if (result == -Errno.ESRCH.number()) {
      return false;
    }
    Calls.check(result, call);
    return true;
  }

  /// Its status, once it has ended. Cancelling or completing the future changes nothing here, and
  /// what depends on it runs in the common pool.
  ///
  /// A future that nobody needs any more may be cancelled; else it is kept until the child ends, so
  /// ask [#isAlive] to look again and again.
  public CompletableFuture<ExitStatus> onExit() {
    return onExit(exit.defaultExecutor());
  }

  /// The same, but what depends on the future runs where `executor` runs it.
  ///
  /// @param executor must not make the caller wait: it is called by the thread that looks after all
  ///   children, by one that waits for this child, or, if that has ended, by the caller of this.
  ///   What it throws is what the future fails with, in the common pool if that has a thread
  public CompletableFuture<ExitStatus> onExit(Executor executor) {
    Asked asked = new Asked(executor);
    waiting.add(asked);
    CompletableFuture<ExitStatus> _ = asked.future.whenComplete((_, _) -> waiting.remove(asked));
    if (exit.isDone()) { // perhaps since before it was put there
      asked.tell();
    }
    return asked.future;
  }

  private final class Asked {
    private final CompletableFuture<ExitStatus> future = new CompletableFuture<>();
    private final Executor executor;

    Asked(Executor executor) {
      this.executor = Objects.requireNonNull(executor, "executor");
    }

    void tell() {
      if (waiting.remove(this)) {
        try {
          executor.execute(this::complete);
        } catch (Throwable e) { // also what it does not declare: whoever waits is told of it
          fail(e);
        }
      }
    }

    private void fail(Throwable thrown) {
      try {
        exit.defaultExecutor().execute(() -> future.completeExceptionally(thrown));
      } catch (Throwable _) { // no thread to be had there either; others want to be told, too
        future.completeExceptionally(thrown);
      }
    }

    private void complete() {
      if (exit.isCompletedExceptionally()) {
        future.completeExceptionally(exit.exceptionNow());
      } else {
        future.complete(exit.resultNow());
      }
    }
  }

  /// Waits for its end.
  ///
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  public ExitStatus waitFor() throws InterruptedException {
    waitInPlace(Poller.FOREVER);
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Waits for its end for a limited time.
  ///
  /// @return its status, or null if it goes on
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  public @Nullable ExitStatus waitFor(Duration limit) throws InterruptedException {
    long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(limit));
    long begin = System.nanoTime();
    waitInPlace(nanos);
    try {
      return exit.get(Math.max(0, nanos - (System.nanoTime() - begin)), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private void waitInPlace(long nanos) throws InterruptedException {
    int descriptor = descriptor();
    if (descriptor >= 0 && nanos != 0) {
      reaper.waitInPlace(this, descriptor, nanos);
    }
  }

  private synchronized int descriptor() {
    return pidfd;
  }

  /// Asks it to end with TERM, and ends it with KILL if it has not done so in time.
  ///
  /// @return its status
  /// @throws PosixException EPERM if it has become another user's
  /// @throws InterruptedException if the thread is interrupted before or while it waits; the child
  ///   may go on then
  public ExitStatus stop(Duration grace) throws PosixException, InterruptedException {
    send(Signal.TERM);
    ExitStatus status = waitFor(grace);
    if (status == null) {
      send(Signal.KILL);
      status = waitFor();
    }
    return status;
  }

  /// For whoever reaps it: asks the kernel for the status, as waitid(2) does.
  int waitNow(int pidfd, WaitResult found) {
    IntSupplier wait = () -> found.poll(WaitH.P_PIDFD, pidfd, 0);
    return group == null ? wait.getAsInt() : group.waitForLeader(wait);
  }

  /// For whoever has reaped it: the kernel has no such process any more.
  ///
  /// @param status null if somebody else got it
  void ended(int pidfd, @Nullable ExitStatus status, Errno errno) {
    forget(pidfd);
    if (status != null) {
      exit.complete(status);
    } else {
      exit.completeExceptionally(
          new IllegalStateException(
              "the status of "
                  + this
                  + " was taken by somebody who waits for any child, or lost because SIGCHLD is"
                  + " ignored: "
                  + errno));
    }
    waiting.forEach(Asked::tell);
  }

  private synchronized void forget(int pidfd) {
    this.pidfd = -1;
    if (group == null || !group.takeOver()) {
      UnistdH.close(pidfd);
    }
  }

  @Override
  public String toString() {
    return "Child " + pid + " " + command;
  }
}
