package dev.signalman.loop;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.Poller;
import dev.signalman.io.Fd;
import dev.signalman.posix.EpollH;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalHandler;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
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
/// - All callbacks run in the thread that runs the loop, one at a time. What they throw goes to its
///   uncaught-exception handler, and the loop goes on.
/// - Signals come as from a [SelfPipe]; the loop owns them until the registration or the loop is
///   closed.
/// - The loop sleeps in the kernel until something happens: no periodic wake-up.
/// - Periodic timers do not drift; times that are missed merge into one call.
///
/// Everything may be registered from any thread, before or while the loop runs. JDK sockets join by
/// virtual threads that call [#execute].
public final class EventLoop implements Executor, AutoCloseable {
  private static final int MAX_EVENTS = 64;

  /// Signals handled in a row before other events have their turn.
  private static final int MAX_SIGNALS = 256;

  private final Poller poller;
  private final Watches watches;
  private final Set<SelfPipe> pipes = ConcurrentHashMap.newKeySet();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Timers timers = new Timers();
  private volatile boolean stopping;
  private volatile boolean closed;

  private EventLoop(Poller poller) {
    this.poller = poller;
    this.watches = new Watches(poller);
  }

  /// A loop with nothing to watch yet.
  ///
  /// @throws PosixException if the process is out of descriptors
  public static EventLoop open() throws PosixException {
    return new EventLoop(Poller.open(MAX_EVENTS));
  }

  /// Calls `handler` for each of the signals, which belong to the loop from now on.
  ///
  /// @throws dev.signalman.ReservedSignalException if one of them is not to be had
  /// @throws dev.signalman.SignalClaimedException if one of them belongs to somebody else
  /// @throws PosixException if the process is out of descriptors
  public Registration onSignal(SignalSet signals, SignalHandler handler) throws PosixException {
    checkOpen();
    SelfPipe pipe = SelfPipe.open(signals);
    int descriptor = pipe.descriptor();
    Watches.Action action = () -> drain(pipe, handler);
    try {
      watches.add(descriptor, EpollH.EPOLLIN, pipe::isOpen, action);
    } catch (PosixException | RuntimeException e) {
      pipe.close();
      throw e;
    }
    pipes.add(pipe);
    return () -> {
      watches.remove(descriptor, EpollH.EPOLLIN, action);
      pipes.remove(pipe);
      pipe.close();
    };
  }

  /// The same for one signal.
  public Registration onSignal(Signal signal, SignalHandler handler) throws PosixException {
    return onSignal(SignalSet.of(signal), handler);
  }

  private static void drain(SelfPipe pipe, SignalHandler handler) {
    for (int i = 0; i < MAX_SIGNALS && pipe.isOpen(); i++) {
      SignalInfo info = pipe.poll();
      if (info == null) {
        return;
      }
      guarded(() -> handler.handle(info));
    }
  }

  /// Calls `action` as long as there is something to read from `fd`, or its end to see. It must
  /// read it, with [Fd#readAvailable], or it is called again at once.
  ///
  /// @throws IllegalStateException if the loop watches it already
  /// @throws PosixException EPERM for a plain file, which is always ready
  public Registration onReadable(Fd fd, Runnable action) throws PosixException {
    checkOpen();
    return watch(fd, EpollH.EPOLLIN, action);
  }

  /// Calls `action` as long as there is room to write to `fd`, or nobody reads it any more. Close
  /// the registration when there is nothing to write.
  ///
  /// @throws IllegalStateException if the loop watches it already
  /// @throws PosixException EPERM for a plain file, which is always ready
  public Registration onWritable(Fd fd, Runnable action) throws PosixException {
    checkOpen();
    return watch(fd, EpollH.EPOLLOUT, action);
  }

  private Registration watch(Fd fd, int event, Runnable task) throws PosixException {
    int descriptor = fd.number();
    Watches.Action action = task::run;
    watches.add(descriptor, event, fd::isOpen, action);
    return () -> watches.remove(descriptor, event, action);
  }

  /// Calls `action` once when the child has ended; at once if it has.
  public Registration onExit(Child child, Consumer<ExitStatus> action) {
    checkOpen();
    AtomicBoolean wanted = new AtomicBoolean(true);
    CompletableFuture<ExitStatus> _ =
        child
            .onExit()
            .whenComplete((status, failure) -> execute(() -> tell(child, wanted, status, action)));
    return () -> wanted.set(false);
  }

  private static void tell(
      Child child, AtomicBoolean wanted, @Nullable ExitStatus status, Consumer<ExitStatus> action) {
    if (status == null) {
      throw new IllegalStateException("the status of " + child + " is lost");
    }
    if (wanted.getAndSet(false)) {
      action.accept(status);
    }
  }

  /// Runs `task` once, in `delay` from now.
  public Registration after(Duration delay, Runnable task) {
    return timer(delay, 0, task);
  }

  /// Runs `task` every `period`, first in one period from now.
  ///
  /// @throws IllegalArgumentException if the period is zero or negative
  public Registration every(Duration period, Runnable task) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("a period must be above zero: " + period);
    }
    return timer(period, period.toNanos(), task);
  }

  private Registration timer(Duration delay, long period, Runnable task) {
    checkOpen();
    Timers.Timer timer = new Timers.Timer(task, System.nanoTime() + delay.toNanos(), period);
    timers.add(timer);
    poller.wake();
    return () -> timers.remove(timer);
  }

  /// Runs `task` in the loop's thread, after those that were given before. Called by any thread.
  ///
  /// @throws RejectedExecutionException if the loop is closed
  @Override
  public void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("the event loop is closed");
    }
    tasks.add(task);
    poller.wake();
  }

  /// Runs the loop in the calling thread until [#stop].
  ///
  /// @throws InterruptedException if the thread is interrupted while the loop waits
  public void run() throws InterruptedException {
    checkOpen();
    stopping = false;
    while (!stopping) {
      int count = poller.await(waitingTime());
      for (int i = 0; i < count; i++) {
        dispatch(poller.descriptor(i), poller.events(i));
      }
      runTimers();
      runTasks();
    }
  }

  /// Asked anew before each action, for the one before may have ended it.
  private void dispatch(int descriptor, int events) {
    Watches.Action onReadable = watches.action(descriptor, events, EpollH.EPOLLIN);
    if (onReadable != null) {
      guarded(onReadable);
    }
    Watches.Action onWritable = watches.action(descriptor, events, EpollH.EPOLLOUT);
    if (onWritable != null) {
      guarded(onWritable);
    }
  }

  private long waitingTime() {
    return tasks.isEmpty() ? timers.untilNext(System.nanoTime()) : 0;
  }

  private void runTimers() {
    long now = System.nanoTime();
    for (Timers.Timer due = timers.takeDue(now); due != null; due = timers.takeDue(now)) {
      guarded(due.task()::run);
    }
  }

  /// Those that are there now; what they add waits for the next turn.
  private void runTasks() {
    for (int left = tasks.size(); left > 0; left--) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      guarded(task::run);
    }
  }

  private static void guarded(Watches.Action action) {
    try {
      action.run();
    } catch (Throwable e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /// Makes [#run] return after the callback that is going on. May be called by any thread, a
  /// callback included. The loop can be run again.
  public void stop() {
    stopping = true;
    poller.wake();
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the event loop is closed");
    }
  }

  /// Ends all registrations, which gives back the signals. To be called when the loop does not run.
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pipes.forEach(SelfPipe::close);
      poller.close();
    }
  }
}
