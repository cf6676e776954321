package dev.signalman.lifecycle;

import dev.signalman.lifecycle.machine.Effect;
import dev.signalman.lifecycle.machine.Event;
import dev.signalman.lifecycle.machine.Limits;
import dev.signalman.lifecycle.machine.Phase;
import dev.signalman.lifecycle.machine.Registry;
import dev.signalman.lifecycle.machine.StopMachine;
import dev.signalman.lifecycle.machine.StopState;
import dev.signalman.lifecycle.world.World;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Gives events and time to the machine, and has its effects carried out. It has one thread, which
/// the first event starts. No code of users runs in that thread.
final class StopLoop implements Runnable, LongSupplier {
  /// How often the tasks are searched for one that is stuck in `System.exit`.
  private static final long EXIT_CHECK = TimeUnit.MILLISECONDS.toNanos(100);

  /// Performs effects.
  interface Performer {
    /// Performs one.
    ///
    /// @param cause what the event came from, if it can begin a stop
    void perform(Effect effect, StopState state, @Nullable StopCause cause);

    /// Notes a reason for the stop, in order.
    void heard(StopCause cause);

    /// Says something, and tells it in the report.
    void note(String sentence);

    /// Halts after an error of this library.
    void broken(Throwable error);
  }

  record Posted(Event event, @Nullable StopCause cause) {}

  private final long origin = System.nanoTime();
  private final BlockingQueue<Posted> events = new LinkedBlockingQueue<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final Thread thread = OwnThread.unstarted("signalman-stop", this);
  private final Map<Integer, TaskThread> tasks = new ConcurrentHashMap<>();
  private final Set<Thread> inside = ConcurrentHashMap.newKeySet();
  private final @Nullable World world;
  private final @Nullable Turns turns;
  private @Nullable Performer performer;
  private volatile @Nullable Runnable afterTask;

  /// Guarded by this.
  private StopState state;

  /// @param world null for the real process
  /// @param turns take the place of the thread in a world; otherwise null
  StopLoop(Limits limits, @Nullable World world, @Nullable Turns turns) {
    this.state = new StopState(limits);
    this.world = world;
    this.turns = turns;
    // Otherwise the VM would exit with status 0 as soon as the stages have ended the program's last
    // thread. The thread does not exist before the stop.
    thread.setDaemon(false);
  }

  /// To be called before the first event.
  void performBy(Performer given) {
    performer = given;
  }

  private Performer performer() {
    return Objects.requireNonNull(performer);
  }

  // Events

  void post(Event event) {
    post(event, null);
  }

  void post(Event event, @Nullable StopCause cause) {
    try {
      if (turns != null) {
        turns.run(() -> step(new Posted(event, cause)));
        return;
      }
      events.add(new Posted(event, cause));
      if (started.compareAndSet(false, true)) {
        thread.start();
      }
    } catch (OutOfMemoryError e) { // also if no thread can be made
      LastLine.haltIfOutOfMemory(e);
    }
  }

  long now() {
    return world == null ? System.nanoTime() - origin : world.nanos();
  }

  @Override
  public long getAsLong() {
    return now();
  }

  synchronized StopState state() {
    return state;
  }

  Duration timeLeft() {
    return Duration.ofNanos(state().timeLeft(now()));
  }

  Map<Integer, TaskThread> tasks() {
    return tasks;
  }

  void note(String sentence) {
    performer().note(sentence);
  }

  @Override
  public void run() {
    while (state().phase() != Phase.CLOSED) {
      try {
        turn();
      } catch (InterruptedException _) {
        // Some code interrupts all threads; this one still has work to do.
      } catch (Throwable e) {
        performer().broken(e);
      }
    }
  }

  long nextWake() {
    return StopMachine.nextWake(state());
  }

  void tick() {
    post(new Event.Tick());
  }

  /// Looks at threads, beside the loop.
  void look(Runnable look) {
    if (turns == null) {
      Looks.start(look);
    } else {
      look.run();
    }
  }

  private void turn() throws InterruptedException {
    StopState present = state();
    long wait = StopMachine.nextWake(present) - now();
    if (present.phase() == Phase.STAGES && present.exitBegun()) {
      wait = Math.min(wait, EXIT_CHECK);
      for (TaskThread task : tasks.values()) {
        task.endIfExiting();
      }
    }
    Posted posted = events.poll(wait, TimeUnit.NANOSECONDS);
    step(posted == null ? new Posted(new Event.Tick(), null) : posted);
  }

  private void step(Posted posted) {
    StopMachine.Step step;
    synchronized (this) {
      step = StopMachine.step(state, posted.event(), now());
      state = step.state();
    }
    if (posted.cause() != null) {
      performer().heard(posted.cause());
    }
    for (Effect effect : step.effects()) {
      perform(effect, step.state(), posted.cause());
    }
  }

  private void perform(Effect effect, StopState after, @Nullable StopCause cause) {
    try {
      performer().perform(effect, after, cause);
    } catch (Throwable e) { // the other effects matter more
      OwnThread.report(e);
    }
  }

  // Threads that the stop waits for

  /// Calls something at the end of each task and abort, in its thread. It must not wait.
  void afterTask(Runnable action) {
    afterTask = action;
  }

  /// The calling thread runs a task or an abort from now on.
  void enter() {
    inside.add(Thread.currentThread());
  }

  void leave() {
    Runnable action = afterTask;
    try {
      if (action != null) {
        action.run();
      }
    } finally {
      inside.remove(Thread.currentThread());
    }
  }

  boolean isInside() {
    return inside.contains(Thread.currentThread());
  }

  // Registration

  synchronized void stage(String name) {
    state = Registry.stage(state, name);
  }

  synchronized void after(String name, String earlier) {
    state = Registry.after(state, name, earlier);
  }

  synchronized void stageWithin(String name, long nanos) {
    state = Registry.stageWithin(state, name, nanos);
  }

  synchronized StopTask add(String stage, String name, Action body, @Nullable Action abort) {
    Registry.Added added = Registry.task(state, stage, name, abort != null);
    TaskThread task = new TaskThread(this, added.id(), stage, name, body, abort);
    tasks.put(added.id(), task);
    state = added.state();
    return new StopTask(this, task);
  }

  synchronized void taskWithin(int id, long nanos) {
    state = Registry.taskWithin(state, id, nanos);
  }

  synchronized void onAbort(TaskThread task, Action abort) {
    state = Registry.abortable(state, task.id());
    task.onAbort(abort);
  }

  synchronized boolean remove(int id) {
    StopState changed = Registry.remove(state, id);
    boolean removed = !changed.equals(state);
    state = changed;
    if (removed) {
      tasks.remove(id);
    }
    return removed;
  }
}
