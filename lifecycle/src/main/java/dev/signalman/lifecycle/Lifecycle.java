package dev.signalman.lifecycle;

import dev.signalman.lifecycle.machine.Event;
import dev.signalman.lifecycle.machine.Trigger;
import dev.signalman.lifecycle.world.World;
import dev.signalman.lifecycle.world.Worlds;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// How a program starts, reloads and stops in order.
///
/// ```java
/// try (Lifecycle life = Lifecycle.builder().reloadOn(Signal.HUP).drainDelay(Duration.ofSeconds(5)).open()) {
///   InFlight requests = life.inFlight("http requests");
///   Stage intake = life.stage("intake");
///   Stage drain = life.stage("drain").after(intake).within(Duration.ofSeconds(15));
///   Stage store = life.stage("store").after(drain);
///   intake.add("http", server::stopAccepting);
///   drain.add("requests", requests::drained).onAbort(server::closeAll);
///   drain.add("workers", executor);
///   store.add("db", pool);
///   life.onReload("config", config::prepareReload);
///   life.ready();
///   life.await();
/// }
/// ```
///
/// It claims HUP, INT and TERM, which the VM would handle otherwise. So the stages run before the
/// first shutdown hook: logging still works, `System.exit` still decides the status, and other
/// hooks run afterwards as usual. The order of a stop:
///
/// 1. [#readiness] becomes DRAINING. During the drain delay, work is still accepted.
/// 2. The stages run ([Stage]).
/// 3. The [StopListener]s get the [StopReport].
/// 4. `System.exit` with the [StopStatus]; the VM runs its shutdown hooks.
/// 5. At the deadline, the VM is halted, even if code still runs. Standard error names the hooks
///    that hang.
///
/// A second signal ends steps 1 to 3 at once, and halts the VM in step 4. A second signal is the
/// same signal again, or INT after another signal. A signal that another process sends within half
/// a second counts as a copy of the first one, and so does a signal of the same process within 100
/// ms.
///
/// A program can stop because of a signal, [#stop], a failure, [#close], `System.exit` in any
/// thread, or the end of the last thread. In each case the stages run once. In the last two cases
/// the VM runs other shutdown hooks at the same time, there is no drain delay, and the exit status
/// does not change.
///
/// If a task, an abort or a thread of the lifecycle has no memory left (`OutOfMemoryError`), the VM
/// is halted with status 1 and one line. For other threads the VM has an option:
/// `-XX:+ExitOnOutOfMemoryError`.
///
/// As process 1 of a container, a lifecycle waits for the orphans that become children of process
/// 1, so that no zombie stays ([dev.signalman.process.Orphans]); the container needs no init
/// program for that. It stops the children that are tasks of a stage; the kernel kills all other
/// processes when process 1 ends. The report says how many orphans there were, and names the
/// processes that are killed.
///
/// Limits: `Runtime.halt`, KILL and a crash of the VM run no stages. There is one lifecycle in a
/// VM. While the process is stopped (STOP), its time passes; the report says so.
public final class Lifecycle implements AutoCloseable {
  private static final AtomicReference<@Nullable Lifecycle> OPEN = new AtomicReference<>();

  private final Settings settings;
  private final Teller teller;
  private final Readiness readiness;
  private final Reloads reloads;
  private final Traffic traffic;
  private final StopLoop loop;
  private final WayOut exits;
  private final @Nullable World world;
  private final @Nullable Turns turns;
  private final Effects effects;
  private @Nullable StopSignals signals;
  private @Nullable FirstProcess first;
  private volatile @Nullable Handover handover;

  private Lifecycle(Settings settings, @Nullable World world) {
    this.settings = settings;
    this.world = world;
    this.turns = world == null ? null : new Turns();
    this.teller = new Teller(settings.listeners(), turns);
    this.readiness = new Readiness(teller);
    this.reloads = new Reloads(teller, settings.manager());
    this.loop = new StopLoop(settings.limits(), world, turns);
    this.traffic = new Traffic(loop);
    this.exits = world == null ? new Exits(loop) : new WorldExits(world);
    this.effects =
        new Effects(loop, settings, exits, teller, readiness, reloads, traffic, new GivingBack());
    loop.performBy(effects);
  }

  /// A builder with the default settings.
  public static LifecycleBuilder builder() {
    return new LifecycleBuilder();
  }

  static Lifecycle open(Settings settings) {
    LastLine.prepare();
    Rehearsal.run();
    World world = Worlds.present();
    Lifecycle life = new Lifecycle(world == null ? settings : settings.unmanaged(), world);
    if (world == null && !OPEN.compareAndSet(null, life)) {
      throw new LifecycleExistsException();
    }
    boolean opened = false;
    try {
      life.begin();
      opened = true;
    } finally {
      if (!opened) {
        life.giveBack();
      }
    }
    return life;
  }

  private void begin() {
    String earlier = null;
    for (String stage : settings.linear()) {
      loop.stage(stage);
      if (earlier != null) {
        loop.after(stage, earlier);
      }
      earlier = stage;
    }
    if (!exits.install()) {
      return; // an exception would end main, and give the process another status than the VM's
    }
    if (world != null && turns != null) {
      world.opened(new WorldView(loop, turns, reloads, settings));
    } else {
      signals = StopSignals.claim(loop, reloads, settings.stopOn(), settings.reloadOn());
      beFirst();
    }
  }

  private void beFirst() {
    FirstProcess process = settings.adoptsOrphans() ? FirstProcess.begin(effects::note) : null;
    if (process != null) {
      first = process;
      effects.reportsOn(process);
    }
  }

  /// Undoes [#begin], as far as that came.
  private void giveBack() {
    try {
      StopSignals present = signals;
      if (present != null) {
        present.close();
      }
      FirstProcess process = first;
      if (process != null) {
        process.close();
      }
      Handover made = handover;
      if (made != null) {
        made.end();
      }
    } finally {
      exits.remove();
      teller.end();
      OPEN.compareAndSet(this, null);
    }
  }

  private final class GivingBack implements Runnable {
    @Override
    public void run() {
      giveBack();
    }
  }

  /// The stage of that name, which is made if it does not exist. A new stage comes after no other.
  ///
  /// @throws IllegalStateException if it does not exist and the stages are over
  public Stage stage(String name) {
    loop.stage(Objects.requireNonNull(name, "name"));
    return new Stage(loop, name);
  }

  /// The stages and their tasks as they are at this moment, in order of registration.
  public List<StageReport> stages() {
    return new Reports(loop.state(), loop.tasks(), loop.now()).stages();
  }

  /// The work in flight of one kind; the same object for the same kind.
  public InFlight inFlight(String kind) {
    return traffic.kind(Objects.requireNonNull(kind, "kind"));
  }

  /// Whether the program wants work.
  public Readiness readiness() {
    return readiness;
  }

  /// Says that the program has started and wants work. Does nothing if the program is already
  /// stopping.
  public void ready() {
    if (readiness.become(Readiness.State.READY)) {
      Handover present = handover;
      if (present == null || !present.sayReady()) {
        settings.manager().ready();
      }
    }
  }

  /// @throws IllegalStateException if there is a handover
  void checkWithoutHandover() {
    if (handover != null) {
      throw new IllegalStateException("this lifecycle has a Handover already");
    }
  }

  /// The one handover of this lifecycle.
  void attach(Handover made) {
    synchronized (this) {
      checkWithoutHandover();
      handover = made;
    }
    effects.atStop(made::stopBegan);
    loop.afterTask(made::afterTask);
  }

  StopLoop loop() {
    return loop;
  }

  Teller teller() {
    return teller;
  }

  ServiceManager manager() {
    return settings.manager();
  }

  boolean isVirtual() {
    return world != null;
  }

  /// Adds a part that is reloaded by a signal of [LifecycleBuilder#reloadOn], or by [#reload].
  ///
  /// Parts are prepared in the order in which they were added. If all can be prepared, they are put
  /// into use, in the same order. If one fails while they are put into use, listeners learn which
  /// parts are already in use. If one or more signals come during a reload, exactly one more reload
  /// follows.
  ///
  /// @throws IllegalArgumentException if there is a part of that name
  public void onReload(String name, Reload part) {
    reloads.add(Objects.requireNonNull(name, "name"), Objects.requireNonNull(part, "part"));
  }

  /// Begins a reload, unless the program is stopping.
  public void reload() {
    reloads.ask();
  }

  /// Begins to stop the program, unless it is already stopping. Returns at once. Any thread may
  /// call it, also in a task or in a handler of a signal.
  ///
  /// @param reason for the report
  public void stop(String reason) {
    StopCause cause = new StopCause.ByCall(Objects.requireNonNull(reason, "reason"));
    loop.post(new Event.Asked(Trigger.CALL), cause);
  }

  /// Stops the program after a failure: the exit status is 1, and there is no drain delay.
  /// Otherwise as [#stop].
  ///
  /// ```java
  /// Thread.setDefaultUncaughtExceptionHandler((thread, error) -> life.fail(thread.getName(), error));
  /// ```
  ///
  /// @param part the part of the program that failed
  public void fail(String part, Throwable error) {
    StopCause cause =
        new StopCause.ByFailure(
            Objects.requireNonNull(part, "part"), Objects.requireNonNull(error, "error"));
    loop.post(new Event.Asked(Trigger.FAILURE), cause);
  }

  /// Forces the end, as a second signal does. Returns at once.
  public void force() {
    loop.post(new Event.ForceAsked(), new StopCause.ByCall("force"));
  }

  /// Waits until the program has stopped. If the VM exits afterwards, the exit has begun when this
  /// returns, and does not wait for the caller. So put the last work of the program into a task or
  /// a [StopListener].
  ///
  /// @throws IllegalStateException in a task, an abort, a reload or a listener: the stop would wait
  ///   for its own end
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  public StopReport await() throws InterruptedException {
    refuseInside("await");
    try {
      return effects.done().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a report is never a failure", e);
    }
  }

  /// Runs the stages, unless a stop has already begun, waits for their end, and releases the
  /// signals. The VM does not exit because of that: a program without other threads ends by itself.
  /// If a signal or another call has begun the stop, this only waits, and the VM exits.
  ///
  /// Interrupts do not end the wait; the thread's interrupt status is kept.
  ///
  /// @throws IllegalStateException in a task, an abort, a reload or a listener
  @Override
  public void close() {
    refuseInside("close");
    loop.post(new Event.Asked(Trigger.CLOSE), new StopCause.Closed());
    boolean interrupted = false;
    while (!effects.done().isDone()) {
      try {
        await();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuseInside(String call) {
    if (loop.isInside() || teller.isCurrent() || reloads.isCurrent()) {
      throw new IllegalStateException(
          call
              + " in a task, an abort, a reload or a listener would wait for itself; call stop,"
              + " which does not wait");
    }
  }

  @Override
  public String toString() {
    return "Lifecycle " + readiness;
  }
}
