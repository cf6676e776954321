package dev.signalman.lifecycle.test;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.LifecycleBuilder;
import dev.signalman.lifecycle.StopReport;
import dev.signalman.lifecycle.world.Inhabitant;
import dev.signalman.lifecycle.world.World;
import dev.signalman.lifecycle.world.Worlds;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Stands for a process in a test. The test sends signals to the [Lifecycle] in it, moves its
/// clock, and gets its exit status. Nothing of the real process changes, so a VM can have many of
/// them at the same time.
///
/// ```java
/// VirtualProcess process = new VirtualProcess();
/// Lifecycle life = process.open(Lifecycle.builder().drainDelay(Duration.ofSeconds(5)));
/// new App().start(life); // adds stages and tasks
/// process.signal(Signal.TERM);
/// assertFalse(life.readiness().isReady());
/// process.advance(Duration.ofSeconds(5)); // the drain delay: then the stages run
/// assertEquals(0, process.status());
/// assertTrue(process.report().clean());
/// ```
///
/// Tasks, aborts and reloads run in real threads; only deadlines use the virtual time. [#advance]
/// moves that time from one due moment to the next. Before each move it lets these threads work,
/// until each has ended, or has waited (for a lock, a future, the end of a sleep) for 50 ms of real
/// time, or has been busy for 5 s. So the virtual time may move on while a task waits for another
/// thread; call [#awaitEnd] first to prevent that.
///
/// Differences to a real process: the lifecycle sends no messages to a service manager, even if the
/// environment names one. Listeners are called in the thread that causes the call. There are no
/// shutdown hooks, and a signal that the lifecycle does not handle is refused. `System.exit` and
/// `Runtime.halt` end the test's VM, and so does an `OutOfMemoryError` in a task: test these with
/// [ProgramUnderTest].
///
/// Any thread may call the methods; one thread at a time may call [#advance].
public final class VirtualProcess {
  /// The pid and the uid that [#signal(Signal)] shows: those of a service manager.
  private static final int MANAGER = 1;

  private static final int NOT_ENDED = -1;

  private final AtomicReference<@Nullable Inhabitant> inhabitant = new AtomicReference<>();
  private final Threads threads;
  private volatile @Nullable Lifecycle lifecycle;
  private volatile long now;
  private volatile int status = NOT_ENDED;

  /// A process without a lifecycle, at time zero.
  public VirtualProcess() {
    this(Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  VirtualProcess(Duration busy, Duration patience) {
    threads = new Threads(busy, patience);
  }

  private final class Surroundings implements World {
    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void opened(Inhabitant opened) {
      if (!inhabitant.compareAndSet(null, opened)) {
        throw new IllegalStateException(
            "this virtual process has a lifecycle already; make another process");
      }
    }

    @Override
    public void ended(int chosen) {
      status = chosen;
    }
  }

  /// Opens a lifecycle in this process.
  ///
  /// @throws IllegalStateException if this process has one
  public Lifecycle open(LifecycleBuilder builder) {
    try {
      return open(builder::open);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs a program that opens its lifecycle itself, in this thread, and returns it.
  ///
  /// @throws IllegalStateException if this process has a lifecycle
  /// @throws Exception whatever the program throws
  public Lifecycle open(Callable<Lifecycle> program) throws Exception {
    Lifecycle opened = Worlds.inside(new Surroundings(), program);
    lifecycle = opened;
    return opened;
  }

  /// Sends a signal from process 1, user 0.
  ///
  /// @throws IllegalArgumentException if the lifecycle does not handle it
  public void signal(Signal signal) {
    signal(SignalInfo.of(signal, MANAGER, 0));
  }

  /// Presses a key of the terminal: the kernel sends the signal. INT stands for Ctrl-C.
  ///
  /// @throws IllegalArgumentException if the lifecycle does not handle it
  public void key(Signal signal) {
    signal(new SignalInfo(signal, Cause.KERNEL, 0x80, 0, 0, 0, 0, 0, 0));
  }

  /// Sends a signal with a given sender: `SignalInfo.of(Signal.TERM, 4711, 1000)` comes from
  /// process 4711 of user 1000. Does nothing if this process has ended.
  ///
  /// @throws IllegalArgumentException if the lifecycle does not handle it
  public void signal(SignalInfo info) {
    Inhabitant present = present();
    if (!present.signals().contains(info.signal())) {
      throw new IllegalArgumentException(
          "the lifecycle does not handle " + info.signal() + ", only " + present.signals());
    }
    if (!hasEnded()) {
      present.signal(info, "");
    }
  }

  /// The time that has passed.
  public Duration time() {
    return Duration.ofNanos(now);
  }

  /// Lets time pass. Everything that is due in that time happens.
  ///
  /// @throws InterruptedException if the thread is interrupted
  public void advance(Duration time) throws InterruptedException {
    Inhabitant present = present();
    long target = now + time.toNanos();
    threads.settle(present);
    while (!hasEnded() && present.nextWake() <= target) {
      now = Math.max(now, present.nextWake());
      present.tick();
      threads.settle(present);
    }
    now = target;
  }

  /// Waits in real time until a task and its abort have ended, without letting time pass. Returns
  /// at once if the task is not running.
  ///
  /// @param task its stage and name, such as `drain/http`
  /// @throws AssertionError if it has not ended within 30 s
  /// @throws InterruptedException if the thread is interrupted
  public void awaitEnd(String task) throws InterruptedException {
    threads.await(
        "the end of " + task,
        present(),
        () -> {
          var work = present().atWork();
          return !work.containsKey(task) && !work.containsKey(task + "/abort");
        });
  }

  /// Whether the process has ended.
  public boolean hasEnded() {
    return status != NOT_ENDED;
  }

  /// Waits in real time until the process has ended, without letting virtual time pass, and returns
  /// the exit status: 128 plus the number of the signal if a signal ends the process.
  ///
  /// @throws AssertionError if the process has not ended within 30 s of real time; the message
  ///   shows the threads that run
  /// @throws InterruptedException if the thread is interrupted
  public int status() throws InterruptedException {
    threads.await("the end of the process", present(), this::hasEnded);
    return status;
  }

  /// Waits in real time until the stop has ended, without letting virtual time pass, and returns
  /// its report.
  ///
  /// @throws AssertionError if the stop has not ended within 30 s of real time; the message shows
  ///   the threads that run
  /// @throws InterruptedException if the thread is interrupted
  public StopReport report() throws InterruptedException {
    Lifecycle opened = lifecycle;
    if (opened == null) {
      throw new IllegalStateException("open a lifecycle in this process first");
    }
    Reported reported = new Reported(opened);
    Thread thread = Thread.ofVirtual().start(reported);
    try {
      threads.await("the end of the stop", present(), () -> !thread.isAlive());
    } finally {
      thread.interrupt();
    }
    return Objects.requireNonNull(reported.report);
  }

  private static final class Reported implements Runnable {
    private final Lifecycle lifecycle;
    private volatile @Nullable StopReport report;

    Reported(Lifecycle lifecycle) {
      this.lifecycle = lifecycle;
    }

    @Override
    public void run() {
      try {
        report = lifecycle.await();
      } catch (InterruptedException _) {
        // The stop takes too long, which the test is told.
      }
    }
  }

  private Inhabitant present() {
    Inhabitant present = inhabitant.get();
    if (present == null) {
      throw new IllegalStateException("open a lifecycle in this process first");
    }
    return present;
  }

  @Override
  public String toString() {
    return "virtual process at " + time() + (hasEnded() ? ", ended with " + status : "");
  }
}
