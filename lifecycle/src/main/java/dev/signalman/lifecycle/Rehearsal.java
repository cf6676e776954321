package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.lifecycle.machine.Effect;
import dev.signalman.lifecycle.machine.Event;
import dev.signalman.lifecycle.machine.Limits;
import dev.signalman.lifecycle.machine.Registry;
import dev.signalman.lifecycle.machine.Sender;
import dev.signalman.lifecycle.machine.StopMachine;
import dev.signalman.lifecycle.machine.StopState;
import dev.signalman.lifecycle.machine.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Goes through a stop in thought, so that the classes for a real one are there: loading a class
/// may take a descriptor or memory, of which a program that has to stop may have none left. And the
/// first stop, which is the only one, is quick.
final class Rehearsal {
  private static final Limits LIMITS = new Limits(1_000_000_000, 100_000_000, 0);
  private static final SignalInfo TERM = SignalInfo.of(Signal.TERM, 0, 0);

  /// What the rehearsal does not come by.
  private static final Class<?>[] LATER = {
    Effect.Close.class,
    Effect.Exit.class,
    Effect.Halt.class,
    Effect.Progress.class,
    Effect.ShowHooks.class,
    Effect.StartElsewhere.class,
    Effects.Completion.class,
    Effects.Final.class,
    Effects.Told.class,
    ExitCaller.class,
    Hooks.class,
    InFlight.Left.class,
    JsonText.class,
    Looks.class,
    ReportJson.class,
    StopCause.ByCall.class,
    StopCause.ByExit.class,
    StopCause.ByFailure.class,
    StopCause.Closed.class,
    StopCause.HandedOver.class,
    StopCause.MainEnded.class,
    StopLoop.Posted.class,
    TaskThread.Abort.class,
    Teller.ToEach.class,
    Teller.ToOne.class,
    ThreadView.class
  };

  private StopState state = new StopState(LIMITS);
  private int effects = LATER.length;

  private Rehearsal() {}

  /// Has no effect but that of loading.
  static void run() {
    new Rehearsal().stop();
  }

  private void stop() {
    state = Registry.stage(state, "s");
    state = Registry.task(state, "s", "t", true).state();
    happen(new Event.SignalCame(Signal.TERM, Sender.unknown(), 0), 0);
    happen(new Event.TaskBegan(0), 1);
    happen(new Event.Tick(), 900_000_000);
    happen(new Event.AbortEnded(0), 900_000_000);
    happen(new Event.TaskEnded(0, true), 900_000_000);
    happen(new Event.Reported(0), 900_000_000);
    happen(new Event.ExitBegan(Trigger.EXIT), 900_000_000);
    happen(new Event.ForceAsked(), 900_000_000);
    happen(new Event.Asked(Trigger.CLOSE), 900_000_000);
    report();
  }

  private void happen(Event event, long now) {
    StopMachine.Step step = StopMachine.step(state, event, now);
    state = step.state();
    for (Effect effect : step.effects()) {
      effects += effect instanceof Effect.StartElsewhere ? 0 : 1;
    }
  }

  private void report() {
    Reports reports = new Reports(state, Map.of(), effects);
    StopCause.BySignal cause = new StopCause.BySignal(TERM, "");
    StopReport report =
        new StopReport(
            cause,
            Duration.ZERO,
            true,
            OptionalInt.of(0),
            reports.stages(),
            List.of(cause),
            List.of(),
            reports.notes(List.of()));
    StopListener nobody = new StopListener() {};
    new News.Began(cause, Duration.ZERO).tell(nobody);
    new News.StageBegan("s").tell(nobody);
    new News.StageEnded(report.stages().getFirst()).tell(nobody);
    new News.Ended(report).tell(nobody);
    if (report.toString().isEmpty()) {
      throw new AssertionError("a report has a text");
    }
  }
}
