package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.lifecycle.machine.Course;
import dev.signalman.lifecycle.machine.StageRun;
import dev.signalman.lifecycle.machine.TaskRun;
import dev.signalman.lifecycle.world.Inhabitant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A lifecycle as its world sees it.
final class WorldView implements Inhabitant {
  private final StopLoop loop;
  private final Turns turns;
  private final Reloads reloads;
  private final SignalSet stopOn;
  private final SignalSet reloadOn;

  WorldView(StopLoop loop, Turns turns, Reloads reloads, Settings settings) {
    this.loop = loop;
    this.turns = turns;
    this.reloads = reloads;
    this.stopOn = settings.stopOn();
    this.reloadOn = settings.reloadOn();
  }

  @Override
  public SignalSet signals() {
    return stopOn.union(reloadOn);
  }

  @Override
  public void signal(SignalInfo info, String command) {
    Signal signal = info.signal();
    if (reloadOn.contains(signal)) {
      reloads.ask();
    } else if (stopOn.contains(signal)) {
      StopSignals.stop(loop, info, command);
    }
  }

  @Override
  public long nextWake() {
    return loop.nextWake();
  }

  @Override
  public void tick() {
    loop.tick();
  }

  @Override
  public boolean isIdle() {
    return turns.isIdle();
  }

  @Override
  public Map<String, @Nullable Thread> atWork() {
    Map<String, @Nullable Thread> threads = new LinkedHashMap<>();
    for (StageRun stage : loop.state().stages()) {
      for (TaskRun task : stage.tasks()) {
        TaskThread thread = loop.tasks().get(task.id());
        if (thread != null && isAtWork(task.course())) {
          add(threads, stage.name() + "/" + task.name(), thread);
        }
      }
    }
    Thread reload = reloads.thread();
    if (reload != null) {
      threads.put("reload", reload);
    }
    return threads;
  }

  private static boolean isAtWork(Course course) {
    return course == Course.STARTED || course == Course.RUNNING || course == Course.ABORTING;
  }

  private static void add(Map<String, @Nullable Thread> threads, String path, TaskThread task) {
    threads.put(path, task.runner());
    Thread aborter = task.aborter();
    if (aborter != null) {
      threads.put(path + "/abort", aborter);
    }
  }
}
