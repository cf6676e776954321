package dev.signalman.lifecycle;

import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;

/// Tells the observers of the process how a stop proceeds.
final class ObservedStop implements StopListener {
  @Override
  public void stageBegan(String stage) {
    Observer all = Observers.all();
    if (all != null) {
      all.stageBegan(stage);
    }
  }

  @Override
  public void stageEnded(StageReport stage) {
    Observer all = Observers.all();
    if (all != null) {
      for (TaskReport task : stage.tasks()) {
        all.taskEnded(stage.name(), task.name(), task.state().name(), task.took());
      }
      all.stageEnded(stage.name(), stage.took());
    }
  }
}
