package dev.signalman.process;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.FirstFailure;
import dev.signalman.internal.engine.Poller;
import dev.signalman.internal.engine.QueuedSignal;
import dev.signalman.io.Fd;
import dev.signalman.posix.Memory;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A child process started by [Spawn], held by a descriptor (pidfd_open(2)) from its birth to its
/// end.
///
/// Guarantees:
///
/// - A signal sent through this object never reaches another process, however long the child has
///   been gone and whoever has its pid now. Without descriptors of processes (see below) that holds
///   unless somebody else in this process waits for any child.
/// - Its end is what the kernel reports, never the closing of its output: a grandchild that holds
///   the pipe delays nothing.
/// - No zombie stays: the child is waited for as soon as it ends, whether anybody asks or not. Its
///   status is kept here for all who ask, as often as they ask.
///
/// Where the kernel has no descriptors of processes, or a filter refuses them (old profiles of
/// containers), children are held by their pids, which nobody else gets before they have been
/// waited for. Their ends are then looked for at intervals of up to 20 ms, as long as there are
/// children. [dev.signalman.signal.Signals#capabilities()] tells.
///
/// Nothing ends the child when this object is forgotten. Pipes to it that nobody has closed are
/// closed some time after neither this object nor one of their streams is in use any more; as long
/// as the child lives they stay open. May be used by any thread.
public final class Child implements AutoCloseable {
  static {
    if (Calls.FROM_FOLDER) {
      Calls.loaded(Exit.Asked.class, Hold.class, QueuedSignal.class);
    } // to tell of its end, to queue to it
  }

  private static final long FIRST_NAP = 1_000_000;
  private static final long LONGEST_NAP = 20_000_000;

  private final Reaper reaper;
  private final int pid;
  private final List<String> command;
  private final @Nullable Fd[] ends = new Fd[3];
  private final Exit exit = new Exit();
  private final SentSignals sent = new SentSignals();
  private final @Nullable Foreground foreground;
  private final @Nullable ProcessGroup group;
  private final Hold hold;
  private boolean endedEarly;

  /// Made for the first value to be queued.
  private @Nullable QueuedSignal queued;

  private Child(int pid, int pidfd, Wiring wiring, Spawn spawn, Reaper reaper) {
    this.reaper = reaper;
    this.pid = pid;
    this.command = spawn.command();
    this.foreground = wiring.foreground();
    this.group =
        spawn.leads()
            ? new ProcessGroup(pid, pidfd < 0 ? ProcessGroup.BY_NUMBER : pidfd, sent)
            : null;
    this.hold = new Hold(pid, pidfd, group);
  }

  /// Takes hold of a child that nobody has waited for.
  ///
  /// @throws PosixException if the process is out of descriptors; the child goes on then
  static Child of(int pid, Wiring wiring, Spawn spawn, Reaper reaper) throws PosixException {
    int pidfd = Hold.BY_PID;
    if (reaper.holdsByDescriptor()) {
      pidfd = PidfdH.pidfd_open(pid, 0);
      if (pidfd == -Errno.ESRCH.number()) {
        throw SpawnFailure.stolen(spawn, pid);
      }
      Calls.check(pidfd, "pidfd_open(child)");
    }
    try {
      Child child = new Child(pid, pidfd, wiring, spawn, reaper);
      for (int number = 0; number < 3; number++) {
        child.ends[number] = wiring.parentEnd(number);
      }
      child.endedEarly = !reaper.watch(child, pidfd, spawn);
      return child;
    } catch (Throwable e) {
      if (pidfd >= 0) {
        UnistdH.close(pidfd);
      }
      throw e;
    }
  }

  /// Waits for it on the spot if it ended before its start was told of; else that is done already.
  void settle() {
    if (endedEarly) {
      reaper.settle(this, hold.descriptor());
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
  private <T> Optional<T> lookUp(Function<ProcessHandle, T> question) {
    if (hold.isGone()) {
      return Optional.empty();
    }
    Optional<T> found = ProcessHandle.of(pid).map(question);
    boolean gone = hold.signal(0, null) == -Errno.ESRCH.number();
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
    return !exit.isKnown();
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
    if (hold.isGone()) {
      return false;
    }
    sent.add(signal);
    int result = hold.signal(signal.number(), info);
    if (result == -Errno.ESRCH.number()) {
      return false;
    }
    Calls.check(result, call);
    return true;
  }

  /// A descriptor of the process (pidfd_open(2)), a copy that is the caller's: it can be read, as
  /// poll(2) and an [dev.signalman.loop.EventLoop] see it, once the child has ended, and can be
  /// passed to another process.
  ///
  /// @throws IllegalStateException if it has ended
  /// @throws UnsupportedOperationException if the kernel has no such descriptors here
  /// @throws PosixException if the process is out of descriptors
  public Fd pidfd() throws PosixException {
    return hold.copy(this);
  }

  /// Its status, once it has ended. Cancelling or completing the future changes nothing here, and
  /// what depends on it runs in the common pool.
  ///
  /// A future that nobody needs any more may be cancelled; else it is kept until the child ends, so
  /// ask [#isAlive] to look again and again.
  public CompletableFuture<ExitStatus> onExit() {
    return exit.future();
  }

  /// The same, but what depends on the future runs where `executor` runs it.
  ///
  /// @param executor must not make the caller wait: it is called by the thread that looks after all
  ///   children, by one that waits for this child, or, if that has ended, by the caller of this.
  ///   What it throws is what the future fails with, in the common pool if that has a thread
  public CompletableFuture<ExitStatus> onExit(Executor executor) {
    return exit.future(executor);
  }

  /// Waits for its end.
  ///
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  public ExitStatus waitFor() throws InterruptedException {
    waitInPlace(Poller.FOREVER);
    return exit.get();
  }

  /// Waits for its end for a limited time.
  ///
  /// @return its status, or null if it goes on
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  public @Nullable ExitStatus waitFor(Duration limit) throws InterruptedException {
    long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(limit));
    long begin = System.nanoTime();
    waitInPlace(nanos);
    return exit.get(nanos - (System.nanoTime() - begin));
  }

  /// Waits until a signal stops it, CONT continues it, or it ends. Each stop and each continuation
  /// is told to one caller, unless the next one comes before anybody asks; the end to all. It is
  /// looked for again and again, at intervals of up to 20 ms: CHLD stays free for others.
  ///
  /// @return null if nothing of that happened in time
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  public @Nullable ChildChange waitForChange(Duration limit) throws InterruptedException {
    long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(limit));
    long begin = System.nanoTime();
    WaitResult found = new WaitResult();
    long nap = 0;
    while (true) {
      ChildChange change = hold.change(found);
      ExitStatus status = change == null ? exit.get(nap) : null;
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

  private void waitInPlace(long nanos) throws InterruptedException {
    int descriptor = hold.descriptor();
    if (descriptor >= 0 && nanos != 0) {
      reaper.waitInPlace(this, descriptor, nanos);
    }
  }

  /// Asks it to end with TERM, and ends it with KILL if it has not done so in time.
  ///
  /// @return its status
  /// @throws PosixException EPERM if it has become another user's
  /// @throws InterruptedException if the thread is interrupted before or while it waits; the child
  ///   may go on then
  public ExitStatus stop(Duration grace) throws PosixException, InterruptedException {
    Objects.requireNonNull(grace, "grace");
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
    return hold.waitNow(pidfd, found);
  }

  /// What [#waitNow] has found out.
  ///
  /// @param result of that
  ExitStatus status(int result, WaitResult found) {
    return result < 0
        ? new ExitStatus.Unknown(
            "the status of "
                + this
                + " was taken by somebody who waits for any child, or lost because SIGCHLD is"
                + " ignored: "
                + new Errno(-result))
        : found.status(sent);
  }

  /// For whoever has reaped it: the kernel has no such process any more.
  void ended(int pidfd, ExitStatus status) {
    hold.forget(pidfd);
    if (foreground != null) {
      foreground.giveBack(pid);
    }
    exit.complete(status);
  }

  /// Closes the pipes to it that are still open. As `java.lang.Process.close()` does as of JDK 26,
  /// it neither ends the child nor waits for it: one that reads to the end ends by that, one that
  /// writes gets PIPE. A second call does nothing.
  @Override
  public void close() {
    FirstFailure failure = new FirstFailure();
    for (Fd end : ends) {
      if (end != null) {
        failure.of(end::close);
      }
    }
    failure.rethrow();
  }

  @Override
  public String toString() {
    return "Child " + pid + " " + command;
  }
}
