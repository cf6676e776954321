package dev.signalman.loop;

import dev.signalman.Capabilities.Mode;
import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.FirstFailure;
import dev.signalman.internal.kernel.Uncaught;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.io.Fd;
import dev.signalman.posix.EpollH;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.StopPlan;
import dev.signalman.process.Target;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Signals, timers, children, pipes and UNIX sockets as events of one thread: the one that calls
/// [#run].
///
/// ```java
/// try (EventLoop loop = EventLoop.open()) {
///   loop.onSignal(SignalSet.TERMINATION, info -> loop.stop());
///   loop.every(Duration.ofSeconds(3), () -> System.out.println("Waiting..."));
///   loop.onExit(child, status -> System.out.println(child + " " + status));
///   loop.run();
/// }
/// ```
///
/// Guarantees:
///
/// - All callbacks run in the thread that runs the loop, one at a time. An exception goes to that
///   thread's uncaught-exception handler, and the loop continues.
/// - Signals come as from a [SelfPipe]; the loop owns them until the registration or the loop is
///   closed.
/// - The loop sleeps in the kernel until something happens: no periodic wake-up. Only while events
///   follow each other within microseconds does it poll for up to 50 us before it sleeps.
/// - Periodic timers do not drift; missed times merge into one call.
///
/// In [Mode#PORTABLE] the loop sleeps in Java, and has no descriptors.
///
/// Any thread may register, before or while the loop runs. To join JDK sockets, serve them in
/// virtual threads that call [#execute].
public final class EventLoop implements Executor, AutoCloseable {
  private final Events events;
  private final Registrations registrations = new Registrations();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Timers timers = new Timers();
  private volatile @Nullable Thread runner;
  private volatile boolean stopping;
  private volatile boolean closed;
  private volatile boolean discarding;

  private EventLoop(Events events) {
    this.events = events;
  }

  /// Opens a loop that watches nothing yet.
  ///
  /// @throws PosixException if the process is out of descriptors
  public static EventLoop open() throws PosixException {
    return new EventLoop(VmMode.isPortable() ? new WakenEvents() : KernelEvents.open());
  }

  /// Calls `handler` for each of the signals, which belong to the loop from now on.
  ///
  /// @throws dev.signalman.ReservedSignalException if one of them is reserved
  /// @throws dev.signalman.SignalClaimedException if one of them belongs to another receiver
  /// @throws PosixException if the process is out of descriptors
  public Registration onSignal(SignalSet signals, SignalHandler handler) throws PosixException {
    Objects.requireNonNull(handler, "handler");
    checkOpen();
    return listen(SelfPipe.open(signals), handler);
  }

  /// The same with a requested mode, see [SelfPipe#open(SignalSet, Mode)].
  public Registration onSignal(SignalSet signals, Mode mode, SignalHandler handler)
      throws PosixException {
    Objects.requireNonNull(handler, "handler");
    checkOpen();
    return listen(SelfPipe.open(signals, mode), handler);
  }

  private Registration listen(SelfPipe pipe, SignalHandler handler) throws PosixException {
    try {
      Registration calls = events.listen(pipe, new SignalWatch(this, pipe, handler));
      if (calls == null) {
        checkOpen();
      }
      return register(() -> {
        FirstFailure failure = new FirstFailure();
        if (calls != null) {
          failure.of(calls::close);
        }
        failure.of(discarding ? pipe::discardAndClose : pipe::close);
        failure.rethrow();
      });
    } catch (PosixException | RuntimeException e) {
      pipe.close();
      throw e;
    }
  }

  /// The same for one signal.
  public Registration onSignal(Signal signal, SignalHandler handler) throws PosixException {
    return onSignal(SignalSet.of(signal), handler);
  }

  /// Adds a task in the loop's own thread.
  void later(Runnable task) {
    tasks.add(task);
  }

  boolean isStopping() {
    return stopping;
  }

  /// Calls `action` as long as there is something to read from `fd`, or its end has been reached.
  /// The action must read with [Fd#readAvailable], or it is called again at once. Closing `fd` ends
  /// the calls, too.
  ///
  /// @throws IllegalStateException if the loop watches it already, or it is closed
  /// @throws PosixException EPERM for a plain file, which is always ready
  public Registration onReadable(Fd fd, Runnable action) throws PosixException {
    return watch(fd, EpollH.EPOLLIN, action);
  }

  /// Calls `action` as long as there is room to write to `fd`, or it has no reader any more. Close
  /// the registration when there is nothing to write. Closing `fd` ends the calls, too.
  ///
  /// @throws IllegalStateException if the loop watches it already, or it is closed
  /// @throws PosixException EPERM for a plain file, which is always ready
  public Registration onWritable(Fd fd, Runnable action) throws PosixException {
    return watch(fd, EpollH.EPOLLOUT, action);
  }

  private Registration watch(Fd fd, int event, Runnable task) throws PosixException {
    Objects.requireNonNull(task, "action");
    checkOpen();
    int descriptor = fd.number();
    Watches.Action action = task::run;
    AtomicReference<Runnable> forget = new AtomicReference<>(() -> {});
    Registration registration =
        register(() -> {
          events.remove(descriptor, event, action);
          forget.get().run();
        });
    try {
      forget.set(fd.beforeClose(registration::close));
      fd.<Boolean, PosixException>use(number -> add(number, event, action));
      return registration;
    } catch (PosixException | RuntimeException e) {
      registration.close();
      throw e;
    }
  }

  private boolean add(int descriptor, int event, Watches.Action action) throws PosixException {
    if (!events.add(descriptor, event, action)) {
      checkOpen();
    }
    return true;
  }

  /// Calls `action` once when the child has ended; at once if it has. If other code took its
  /// status, the call says so: [ExitStatus.Unknown].
  public Registration onExit(Child child, Consumer<ExitStatus> action) {
    Objects.requireNonNull(child, "child");
    Objects.requireNonNull(action, "action");
    checkOpen();
    ExitNotice notice = new ExitNotice(child, action);
    Registration registration = register(notice::cancel);
    notice.tell(this, registration);
    return registration;
  }

  /// Carries out a plan to end processes, as [dev.signalman.process.Target#stop] does, in this
  /// loop.
  ///
  /// The first signal is sent in the loop's thread, after this has returned; the times of the plan
  /// count from there. Before Linux 6.9 a group is out of reach once its first process has been
  /// waited for: then the plan ends in the state [dev.signalman.process.Stopping.State#UNKNOWN], as
  /// it does when the program closes the target.
  ///
  /// @param progress called in the loop's thread; its exceptions go to that thread's
  ///   uncaught-exception handler, and the plan continues
  /// @return the run of the plan; closing it, or the loop, gives the plan up
  public LoopStop stop(Target target, StopPlan plan, StopProgress progress) {
    Objects.requireNonNull(progress, "progress");
    checkOpen();
    LoopStop stop = new LoopStop(this, target, plan, progress);
    stop.heldBy(register(stop::close));
    execute(stop::begin);
    return stop;
  }

  /// Runs `task` once, after `delay` from now.
  public Timer after(Duration delay, Runnable task) {
    return timer(Timers.nanos(delay), Timer.ONCE, task);
  }

  /// Runs `task` every `period`, first one period from now.
  ///
  /// @throws IllegalArgumentException if the period is zero or negative
  public Timer every(Duration period, Runnable task) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("a period must be above zero: " + period);
    }
    long nanos = Timers.nanos(period);
    return timer(nanos, nanos, task);
  }

  private Timer timer(long delay, long period, Runnable task) {
    Objects.requireNonNull(task, "task");
    checkOpen();
    Timer timer = new Timer(timers, task, System.nanoTime() + delay, period);
    timers.add(timer);
    wake();
    return timer;
  }

  private Registration register(Runnable end) {
    Registration registration = registrations.add(end);
    if (closed) { // since the caller looked: the closing thread may have missed it
      registration.close();
      checkOpen();
    }
    return registration;
  }

  /// Runs `task` in the loop's thread, after all earlier tasks. Any thread may call this.
  ///
  /// @throws RejectedExecutionException if the loop is closed
  @Override
  public void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("the event loop is closed");
    }
    tasks.add(task);
    wake();
  }

  /// The loop's own thread needs no wake-up: it checks before it waits.
  private void wake() {
    if (!Thread.currentThread().equals(runner)) {
      events.wake();
    }
  }

  /// Runs the loop in the calling thread until [#stop] or [#close].
  ///
  /// @throws InterruptedException if the thread is interrupted while the loop waits; the loop can
  ///   be run again
  /// @throws IllegalStateException if it is closed, or runs already
  public void run() throws InterruptedException {
    begin();
    try {
      while (!stopping) {
        turnOnce();
      }
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    checkOpen();
    Thread present = runner;
    if (present != null) {
      throw new IllegalStateException("the event loop runs already, in " + present);
    }
    runner = Thread.currentThread();
  }

  private synchronized void end() {
    runner = null;
    stopping = false;
    if (closed) {
      release();
    }
  }

  /// An error between callbacks, such as a lack of memory, does not end the loop, just as one in a
  /// callback does not.
  private void turnOnce() throws InterruptedException {
    try {
      turn();
    } catch (Error e) {
      Uncaught.reportAndRest(e);
    }
  }

  private void turn() throws InterruptedException {
    events.turn(waitingTime(), this);
    runTimers();
    runTasks();
  }

  private long waitingTime() {
    return tasks.isEmpty() ? timers.untilNext(System.nanoTime()) : 0;
  }

  private void runTimers() {
    long now = System.nanoTime();
    while (!stopping) {
      Timer due = timers.takeDue(now);
      if (due == null) {
        return;
      }
      guarded(due.task()::run);
    }
  }

  /// Runs the present tasks; tasks that they add wait for the next turn.
  private void runTasks() {
    for (int left = tasks.size(); left > 0 && !stopping; left--) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      guarded(task::run);
    }
  }

  static void guarded(Watches.Action action) {
    Thread thread = Thread.currentThread();
    try {
      action.run();
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        thread.interrupt(); // the interrupt is meant for the loop
      }
      Uncaught.report(e);
    }
  }

  /// Makes [#run] return after the present callback, or at once if it does not run yet. Any thread
  /// may call this, also a callback. The loop can be run again; callbacks that were due and not
  /// made wait for that.
  public void stop() {
    stopping = true;
    wake();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the event loop is closed");
    }
  }

  /// Ends all registrations, which gives back the signals; tasks that have not run never will. If
  /// the loop runs, it ends after the present callback, and its thread does all this. If one
  /// registration cannot be ended, the others still are, and another call tries again.
  @Override
  public synchronized void close() {
    closed = true;
    if (runner == null) {
      release();
    } else {
      stop();
    }
  }

  /// The same, but discards signals that have come and were not handled: they take no action,
  /// whereas [#close] lets a second TERM end the process. Signals that come afterwards take their
  /// action.
  public void discardAndClose() {
    discarding = true;
    close();
  }

  /// Ends all remaining registrations, even if one of them fails. The next [#close] tries again to
  /// give back a signal that could not be given back.
  private void release() {
    FirstFailure failure = new FirstFailure();
    registrations.close(failure);
    failure.of(events::close);
    timers.clear();
    tasks.clear();
    failure.rethrow();
  }
}
