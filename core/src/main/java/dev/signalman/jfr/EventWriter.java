package dev.signalman.jfr;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.observe.ChildEnd;
import dev.signalman.observe.ChildStart;
import dev.signalman.observe.DropReason;
import dev.signalman.observe.Observer;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Writes an event for each call of an observer. An event with a duration begins with the first
/// call and is written with the last one.
final class EventWriter implements Observer {
  private final Map<ChildStart, ChildExited> children =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final Map<String, StopStage> stages = new ConcurrentHashMap<>();

  @Override
  public void delivered(SignalInfo info, long waited) {
    SignalDelivered event = new SignalDelivered();
    if (event.shouldCommit()) {
      event.signal = info.signal().name();
      event.cause = info.cause().name();
      event.sender = info.pid();
      event.waited = waited;
      event.commit();
    }
  }

  @Override
  public void dropped(Signal signal, long count, DropReason reason) {
    SignalDropped event = new SignalDropped();
    if (event.shouldCommit()) {
      event.signal = signal.name();
      event.count = count;
      event.reason = reason.name();
      event.commit();
    }
  }

  @Override
  public void started(ChildStart child) {
    ChildStarted event = new ChildStarted();
    if (event.shouldCommit()) {
      event.pid = child.pid();
      event.program = child.command().getFirst();
      event.commit();
    }
    ChildExited life = new ChildExited();
    life.begin(); // also without a recording: one may be started while the child lives
    children.put(child, life);
  }

  @Override
  public void ended(ChildStart child, ChildEnd end) {
    ChildExited begun = children.remove(child);
    ChildExited event = begun == null ? new ChildExited() : begun;
    event.end();
    if (event.shouldCommit()) {
      event.pid = child.pid();
      event.program = child.command().getFirst();
      event.exitCode = end.code().orElse(-1);
      event.killedBy = end.signal().orElse(0);
      ChildEnd.Usage used = end.used();
      event.userTime = used == null ? -1 : used.user().toNanos();
      event.systemTime = used == null ? -1 : used.system().toNanos();
      event.peakMemory = used == null ? -1 : used.peakMemory();
      event.commit();
    }
  }

  @Override
  public void stageBegan(String stage) {
    StopStage event = new StopStage();
    event.begin();
    stages.put(stage, event);
  }

  @Override
  public void stageEnded(String stage, Duration took) {
    StopStage begun = stages.remove(stage);
    StopStage event = begun == null ? new StopStage() : begun;
    event.end();
    if (event.shouldCommit()) {
      event.stage = stage;
      event.commit();
    }
  }

  @Override
  public void taskEnded(String stage, String task, String state, Duration took) {
    StopTask event = new StopTask();
    if (event.shouldCommit()) {
      event.stage = stage;
      event.task = task;
      event.state = state;
      event.took = took.toNanos();
      event.commit();
    }
  }
}
