package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.io.Fd;
import dev.signalman.observe.ChildStart;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.UnistdH;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A child process started by [Spawn], held by a descriptor (pidfd_open(2)) from its birth to its
/// end.
///
/// Guarantees:
///
/// - A signal sent through this object never reaches another process, however long ago the child
///   ended, even if another process has its pid now. Without process descriptors (see below) that
///   holds unless other code in this process waits for any child.
/// - The kernel reports its end; the closing of its output plays no part: a grandchild that holds
///   the pipe delays nothing.
/// - No zombie stays: the child is waited for as soon as it ends, even if no code asks. Its status
///   is kept here and can be asked for any number of times.
///
/// Where the kernel has no process descriptors, or a filter refuses them (old container profiles),
/// children are held by their pids, which no other process gets before they have been waited for.
/// The library then checks for their ends at intervals of up to 20 ms, as long as there are
/// children. [dev.signalman.signal.Signals#capabilities()] tells which of the two is the case.
///
/// In [dev.signalman.Capabilities.Mode#PORTABLE] the JDK holds and waits for the child. It can be
/// sent TERM and KILL, and an exit code above 128 is [ExitStatus.Unknown].
///
/// A child whose object is forgotten keeps running. Its unclosed pipes are closed some time after
/// neither this object nor one of their streams is in use any more; as long as the child lives they
/// stay open. Any thread may use this object.
public final class Child implements Target, AutoCloseable {
  private static final long FIRST_NAP = 1_000_000;
  private static final long LONGEST_NAP = 20_000_000;

  private final int pid;
  private final List<String> command;
  private final ChildLife life;
  private final long began = System.nanoTime();

  /// The start that observers learned of; null if there was no observer. Set before the child can
  /// end.
  private @Nullable ChildStart told;

  private Child(int pid, int pidfd, Wiring wiring, SpawnPlan plan, Reaper reaper) {
    this.pid = pid;
    this.command = plan.command();
    this.life = new KernelLife(this, pidfd, wiring, plan, reaper);
  }

  private Child(Process process, boolean[] pipes, SpawnPlan plan) {
    this.pid = Math.toIntExact(process.pid());
    this.command = plan.command();
    this.life = new JdkLife(this, process, pipes);
  }

  /// Takes hold of a child that the JDK has started.
  ///
  /// @param pipes whether descriptor 0, 1 or 2 is a pipe to this process
  static Child of(Process process, boolean[] pipes, SpawnPlan plan) {
    Child child = new Child(process, pipes, plan);
    child.tellStart();
    ((JdkLife) child.life).watch();
    return child;
  }

  /// Takes hold of a child that has not been waited for.
  ///
  /// @throws PosixException if the process is out of descriptors; the child then keeps running
  static Child of(int pid, Wiring wiring, SpawnPlan plan, Reaper reaper) throws PosixException {
    int pidfd = Hold.BY_PID;
    if (reaper.holdsByDescriptor()) {
      pidfd = PidfdH.pidfd_open(pid, 0);
      if (pidfd == -ErrnoH.ESRCH) {
        throw SpawnFailure.stolen(plan, pid);
      }
      Calls.check(pidfd, "pidfd_open(child)");
    }
    Child child = null;
    try {
      child = new Child(pid, pidfd, wiring, plan, reaper);
      child.tellStart(); // first: from the next line on it may be found to have ended
      reaper.watch(((KernelLife) child.life).exit(), plan);
      return child;
    } catch (Throwable e) {
      if (child != null) {
        child.tellEnd(new ExitStatus.Unknown(e.toString()));
      }
      if (pidfd >= 0) {
        UnistdH.close(pidfd);
      }
      throw e;
    }
  }

  private void tellStart() {
    Observer all = Observers.all();
    if (all != null) {
      ChildStart start = new ChildStart(pid, command);
      told = start;
      all.started(start);
    }
  }

  /// Called before the program can read the status.
  void tellEnd(ExitStatus status) {
    Observer all = Observers.all();
    if (all != null) {
      ChildStart start = told;
      all.ended(
          start == null ? new ChildStart(pid, command) : start,
          ChildNews.end(status, System.nanoTime() - began));
    }
  }

  /// Waits at once for a child that ended before its start was reported; for others that is already
  /// arranged.
  void settle() {
    life.settle();
  }

  /// The process id of the child. Once it has ended, another process may have the id.
  public int pid() {
    return pid;
  }

  /// The JDK's handle of the child.
  ///
  /// @throws IllegalStateException if it has ended
  public ProcessHandle toHandle() {
    return lookUp(handle -> handle)
        .orElseThrow(() -> new IllegalStateException(this + " has ended"));
  }

  /// The child's children, their children and so on: those that are alive at the time of this call,
  /// as are their parents. Empty once the child has ended.
  public Stream<ProcessHandle> tree() {
    return lookUp(handle -> handle.descendants().toList()).stream().flatMap(List::stream);
  }

  /// Empty once the pid may belong to another process. If the kernel still knows the child after
  /// the question, the answer was about the child.
  private <T> Optional<T> lookUp(Function<ProcessHandle, T> question) {
    if (life.isGone()) {
      return Optional.empty();
    }
    Optional<T> found = ProcessHandle.of(pid).map(question);
    return life.isThere() ? found : Optional.empty();
  }

  /// The process group whose first process is the child. It outlives the child: processes that the
  /// child left behind in the group can still be signalled.
  ///
  /// @throws IllegalStateException unless it was started with [Spawn#newGroup], [Spawn#newSession]
  ///   or [Spawn#foreground]
  public ProcessGroup group() {
    ProcessGroup group = life.group();
    if (group == null) {
      throw new IllegalStateException(
          this + " was not started with newGroup(), newSession() or foreground(...)");
    }
    return group;
  }

  /// Whether the child has not ended, as far as this process knows.
  public boolean isAlive() {
    return !life.status().isKnown();
  }

  /// The stream to the child's standard input. Close it, or a child that reads to the end waits for
  /// ever.
  ///
  /// @throws IllegalStateException unless it was started with `stdin(Stdio.pipe())`
  public OutputStream stdin() {
    return life.stdin();
  }

  /// The stream from the child's standard output.
  ///
  /// @throws IllegalStateException unless it was started with `stdout(Stdio.pipe())`
  public InputStream stdout() {
    return life.output(1);
  }

  /// The stream from the child's standard error.
  ///
  /// @throws IllegalStateException unless it was started with `stderr(Stdio.pipe())`
  public InputStream stderr() {
    return life.output(2);
  }

  /// This process's end of the pipe to descriptor 0, 1 or 2 of the child.
  ///
  /// @throws IllegalStateException unless the child was started with a pipe there
  public Fd end(int number) {
    return life.end(number);
  }

  IllegalStateException withoutPipe(int number) {
    return new IllegalStateException(
        this + " was not started with a pipe for descriptor " + number);
  }

  /// Sends the child a signal.
  ///
  /// @return false if the child has ended, and nothing was sent
  /// @throws PosixException EPERM if the child now belongs to another user
  @Override
  public boolean send(Signal signal) throws PosixException {
    return life.send(Objects.requireNonNull(signal, "signal"));
  }

  /// Sends the child a signal with a value, as sigqueue(3) does. Real-time signals queue; a
  /// standard signal that is pending already swallows the new one with its value.
  ///
  /// @param value reaches a C program as `si_value.sival_ptr`, and its low half as `sival_int`
  /// @return false if the child has ended, and nothing was sent
  /// @throws PosixException EAGAIN if the child's user has as many signals queued as allowed
  ///   (`RLIMIT_SIGPENDING`): nothing was sent, try again; EPERM as [#send]
  public boolean send(Signal signal, long value) throws PosixException {
    return life.send(Objects.requireNonNull(signal, "signal"), value);
  }

  /// A descriptor of the process (pidfd_open(2)), a copy that belongs to the caller. Once the child
  /// has ended, poll(2) and an [dev.signalman.loop.EventLoop] see it as readable. It can be passed
  /// to another process.
  ///
  /// @throws IllegalStateException if it has ended
  /// @throws UnsupportedOperationException if the kernel has no such descriptors here
  /// @throws PosixException if the process is out of descriptors
  public Fd pidfd() throws PosixException {
    return life.pidfd();
  }

  /// The child's status, once it has ended. Cancelling or completing the future does not affect the
  /// child, and dependent actions run in the common pool.
  ///
  /// Cancel a future that is no longer needed: otherwise it is kept until the child ends. To check
  /// repeatedly, use [#isAlive].
  public CompletableFuture<ExitStatus> onExit() {
    return life.status().future();
  }

  /// The same, but dependent actions run on `executor`.
  ///
  /// @param executor must not make its caller wait. It is called by the thread that looks after all
  ///   children, by one that waits for this child, or, if the child has ended, by the caller of
  ///   this method. If it throws, the future fails with that exception, in the common pool if that
  ///   has a thread
  public CompletableFuture<ExitStatus> onExit(Executor executor) {
    return life.status().future(executor);
  }

  /// Waits until the child has ended.
  ///
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  public ExitStatus waitFor() throws InterruptedException {
    life.waitInPlace(Nanos.FOREVER);
    return life.status().get();
  }

  /// Waits until the child has ended, but at most for `limit`.
  ///
  /// @return its status, or null if it still runs
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  public @Nullable ExitStatus waitFor(Duration limit) throws InterruptedException {
    long nanos = Nanos.ofTimeout(limit);
    long begin = System.nanoTime();
    life.waitInPlace(nanos);
    return life.status().get(nanos - (System.nanoTime() - begin));
  }

  /// Waits until a signal stops the child, CONT continues it, or it ends. Each stop and each
  /// continuation is reported to one caller, unless the next one comes before a caller asks; the
  /// end is reported to all. The check is repeated at intervals of up to 20 ms, so that CHLD stays
  /// free for other receivers.
  ///
  /// @return the change, or null if none happened in time
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  public @Nullable ChildChange waitForChange(Duration limit) throws InterruptedException {
    long nanos = Nanos.ofTimeout(limit);
    long begin = System.nanoTime();
    Supplier<@Nullable ChildChange> changes = life.changes();
    long nap = 0;
    while (true) {
      ChildChange change = changes.get();
      ExitStatus status = change == null ? life.status().get(nap) : null;
      if (status != null) {
        return new ChildChange.Ended(status);
      }
      long left = nanos - (System.nanoTime() - begin);
      if (change != null || left <= 0) {
        return change;
      }
      nap = Math.min(left, Math.clamp(2 * nap, FIRST_NAP, LONGEST_NAP));
    }
  }

  @Override
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    return waitFor(limit) != null;
  }

  /// Asks the child to end with TERM, and ends it with KILL if it has not ended within `grace`:
  /// [#stop(StopPlan)] with [StopPlan#within].
  ///
  /// @return its status
  /// @throws PosixException EPERM if the child now belongs to another user
  /// @throws InterruptedException if the thread is interrupted before or while it waits; the child
  ///   may then still run
  public ExitStatus stop(Duration grace) throws PosixException, InterruptedException {
    stop(StopPlan.within(grace.isNegative() ? Duration.ZERO : grace));
    return waitFor();
  }

  /// Closes those pipes of the child that are still open. Like `java.lang.Process.close()` as of
  /// JDK 26, it neither ends the child nor waits for it: a child that reads to the end will end,
  /// one that writes gets PIPE. A second call does nothing.
  @Override
  public void close() {
    life.closePipes();
  }

  @Override
  public String toString() {
    return "Child " + pid + " " + command;
  }
}
