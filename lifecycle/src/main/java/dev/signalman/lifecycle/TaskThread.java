package dev.signalman.lifecycle;

import dev.signalman.lifecycle.machine.Event;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A task and the thread that runs it: a virtual one, or a platform one if no virtual thread gets
/// to run. Whichever begins first runs it.
final class TaskThread implements Runnable {
  private enum State {
    NEW,
    BEGUN,
    CANCELLED
  }

  private final StopLoop loop;

  /// The number of the task in the machine.
  private final int id;

  private final String stage;
  private final String name;
  private final Action body;
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private volatile @Nullable Action abort;
  private volatile @Nullable Thread runner;
  private volatile @Nullable Thread aborter;
  private volatile @Nullable Throwable error;
  private volatile @Nullable ThreadView view;

  TaskThread(
      StopLoop loop, int id, String stage, String name, Action body, @Nullable Action abort) {
    this.loop = loop;
    this.id = id;
    this.stage = stage;
    this.name = name;
    this.body = body;
    this.abort = abort;
  }

  int id() {
    return id;
  }

  void onAbort(Action action) {
    abort = action;
  }

  String threadName() {
    return "stop/" + stage + "/" + name;
  }

  void start() {
    Thread thread = Thread.ofVirtual().name(threadName()).unstarted(this);
    start(thread);
  }

  /// Virtual threads share a few carriers, which tasks in native code or endless loops may hold.
  void startElsewhere() {
    if (state.get() == State.NEW) {
      start(OwnThread.unstarted(threadName(), this));
    }
  }

  private void start(Thread thread) {
    thread.setContextClassLoader(loader);
    thread.start();
  }

  @Override
  public void run() {
    if (!state.compareAndSet(State.NEW, State.BEGUN)) {
      return;
    }
    runner = Thread.currentThread();
    loop.enter();
    boolean failed = false;
    try {
      loop.post(new Event.TaskBegan(id));
      body.run();
    } catch (Throwable e) {
      LastLine.haltIfOutOfMemory(e);
      error = e;
      failed = true;
    } finally {
      loop.leave();
      loop.post(new Event.TaskEnded(id, failed));
    }
  }

  /// If it has not begun, it never will.
  void interrupt() {
    if (!state.compareAndSet(State.NEW, State.CANCELLED)) {
      Thread present = runner;
      if (present != null) { // or it has just begun, and sees no interrupt
        present.interrupt();
      }
    }
  }

  /// In a platform thread, because the carriers may be stuck.
  void abort() {
    Action action = abort;
    if (action != null) {
      Thread thread = OwnThread.unstarted(threadName() + "/abort", new Abort(action));
      aborter = thread;
      start(thread);
    }
  }

  final class Abort implements Runnable {
    private final Action action;

    Abort(Action action) {
      this.action = action;
    }

    @Override
    public void run() {
      loop.enter();
      try {
        action.run();
      } catch (Throwable e) {
        LastLine.haltIfOutOfMemory(e);
        loop.note("the abort of " + stage + "/" + name + " failed: " + e);
      } finally {
        loop.leave();
        loop.post(new Event.AbortEnded(id));
      }
    }
  }

  /// Counts the task as ended if its thread is in `System.exit`, which never returns.
  void endIfExiting() {
    Thread present = runner;
    if (error == null && present != null && present.isAlive() && ExitCaller.isExiting(present)) {
      error =
          new IllegalStateException(
              "the task called System.exit, which does not return; let it throw instead");
      loop.post(new Event.TaskEnded(id, true));
    }
  }

  @Nullable Thread runner() {
    return runner;
  }

  @Nullable Thread aborter() {
    return aborter;
  }

  @Nullable Throwable error() {
    return error;
  }

  void view(ThreadView seen) {
    view = seen;
  }

  @Nullable ThreadView view() {
    return view;
  }
}
