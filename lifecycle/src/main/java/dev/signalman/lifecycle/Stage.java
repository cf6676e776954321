package dev.signalman.lifecycle;

import dev.signalman.process.Child;
import dev.signalman.process.ProcessGroup;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

/// A part of the stop. Its tasks run at the same time, when all stages before it are over.
///
/// A task runs in a virtual thread named `stop/STAGE/TASK`, or in a platform thread of that name if
/// no virtual one gets to run within 100 ms. When its time is over, the thread is interrupted and
/// the abort of the task runs. The stop continues at most a second later, even if the task has not
/// ended. If the task throws, the stop continues at once.
///
/// Tasks can be added until the stage begins, also while the program stops, and by any thread.
///
/// ```java
/// Stage drain = life.stage("drain").after(intake).within(Duration.ofSeconds(15));
/// drain.add("requests", requests::drained).onAbort(server::closeAll);
/// drain.add("workers", executor);
/// drain.add("cache", () -> cache.writeTo(file));
/// ```
public final class Stage {
  private final StopLoop loop;
  private final String name;

  Stage(StopLoop loop, String name) {
    this.loop = loop;
    this.name = name;
  }

  /// The name of the stage.
  public String name() {
    return name;
  }

  /// Makes this stage begin when the given stages are over.
  ///
  /// @return this
  /// @throws IllegalArgumentException if the order would be a circle; the message shows the circle
  /// @throws IllegalStateException if this stage has begun
  public Stage after(Stage... stages) {
    for (Stage stage : stages) {
      loop.after(name, stage.name);
    }
    return this;
  }

  /// Makes this stage begin when the stages of these names are over.
  ///
  /// @throws IllegalArgumentException if there is no stage of such a name, or the order would be a
  ///   circle
  public Stage after(String... stages) {
    for (String stage : stages) {
      loop.after(name, Objects.requireNonNull(stage, "stage"));
    }
    return this;
  }

  /// Limits the time of this stage. It never gets more than is left of the deadline. A stage
  /// without a limit shares the remaining time equally with the later stages without a limit. If a
  /// stage ends early, the others share its time.
  ///
  /// @param time above zero
  /// @return this
  /// @throws IllegalArgumentException if the time is zero or negative
  /// @throws IllegalStateException if this stage has begun
  public Stage within(Duration time) {
    loop.stageWithin(name, Spans.positiveNanos("time of a stage", time));
    return this;
  }

  /// Adds a task: code that may throw, or something to close.
  ///
  /// A reference to a method with overloads, such as `latch::await`, does not say which kind of
  /// task it is, and does not compile; `() -> latch.await()` does.
  ///
  /// @throws IllegalArgumentException if the stage has a task of that name
  /// @throws IllegalStateException if the stage has begun
  public StopTask add(String task, AutoCloseable work) {
    return loop.add(name, task, new Works.Close(Objects.requireNonNull(work, "work")), null);
  }

  /// Adds a task that begins asynchronous work, and ends with that work.
  ///
  /// @see #add(String, AutoCloseable)
  public StopTask add(String task, Callable<? extends CompletionStage<?>> work) {
    Objects.requireNonNull(work, "work");
    return loop.add(name, task, new Works.Asynchronous(work), null);
  }

  /// Adds a task that shuts an executor down and waits until its accepted work is done. The abort
  /// is `shutdownNow`.
  ///
  /// @see #add(String, AutoCloseable)
  public StopTask add(String task, ExecutorService executor) {
    Objects.requireNonNull(executor, "executor");
    return loop.add(name, task, new Works.Finish(executor), new Works.ShutDownNow(executor));
  }

  /// Adds a task that sends TERM to a child and waits for its end. The abort is KILL.
  ///
  /// @see #add(String, AutoCloseable)
  public StopTask add(String task, Child child) {
    Objects.requireNonNull(child, "child");
    return loop.add(name, task, new Works.End(child), new Works.Kill(child));
  }

  /// Adds a task that sends TERM to a process group and waits until it is empty. The abort is KILL.
  ///
  /// @see #add(String, AutoCloseable)
  public StopTask add(String task, ProcessGroup group) {
    Objects.requireNonNull(group, "group");
    return loop.add(name, task, new Works.End(group), new Works.Kill(group));
  }

  @Override
  public String toString() {
    return "stage " + name;
  }
}
