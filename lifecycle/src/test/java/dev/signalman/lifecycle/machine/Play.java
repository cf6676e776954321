package dev.signalman.lifecycle.machine;

import dev.signalman.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A stop with a clock that the test moves. Effects are kept as text: `StartTask a`, `Exit 0`.
final class Play {
  static final Limits LIMITS = limits(25, 2, 0);

  StopState state;
  long now;
  final List<String> effects = new ArrayList<>();

  Play() {
    this(LIMITS);
  }

  Play(Limits limits) {
    state = new StopState(limits);
  }

  /// In seconds.
  static Limits limits(long total, long reserve, long drainDelay) {
    return new Limits(seconds(total), seconds(reserve), seconds(drainDelay));
  }

  static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  /// A stage with one task of the same name.
  Play stage(String name, String... after) {
    state = Registry.stage(state, name);
    for (String earlier : after) {
      state = Registry.after(state, name, earlier);
    }
    return task(name, name);
  }

  Play task(String stage, String name) {
    state = Registry.task(state, stage, name, false).state();
    return this;
  }

  Play abortable(String task) {
    state = Registry.abortable(state, id(task));
    return this;
  }

  Play within(String stage, long millis) {
    state = Registry.stageWithin(state, stage, millis(millis));
    return this;
  }

  Play taskWithin(String task, long millis) {
    state = Registry.taskWithin(state, id(task), millis(millis));
    return this;
  }

  int id(String task) {
    return run(task).id();
  }

  TaskRun run(String task) {
    return state.stages().stream()
        .flatMap(stage -> stage.tasks().stream())
        .filter(each -> each.name().equals(task))
        .findFirst()
        .orElseThrow();
  }

  String name(int id) {
    TaskRun task = state.task(id);
    return task == null ? "?" : task.name();
  }

  /// The effects of one event.
  List<String> on(Event event) {
    StopMachine.Step step = StopMachine.step(state, event, now);
    state = step.state();
    List<String> texts = step.effects().stream().map(this::text).toList();
    effects.addAll(texts);
    return texts;
  }

  private String text(Effect effect) {
    return switch (effect) {
      case Effect.StartTask(int task) -> "StartTask " + name(task);
      case Effect.StartElsewhere(int task) -> "StartElsewhere " + name(task);
      case Effect.Interrupt(int task) -> "Interrupt " + name(task);
      case Effect.Abort(int task) -> "Abort " + name(task);
      case Effect.Look(int task, int percent) -> "Look " + name(task) + " " + percent;
      case Effect.StageBegan(String stage) -> "StageBegan " + stage;
      case Effect.StageEnded(String stage) -> "StageEnded " + stage;
      case Effect.Report(int status) -> "Report " + status;
      case Effect.Exit(int status) -> "Exit " + status;
      case Effect.Halt(int status) -> "Halt " + status;
      case Effect.Drain(Trigger trigger) -> "Drain " + trigger;
      default -> effect.getClass().getSimpleName();
    };
  }

  /// The signal of a process.
  List<String> signal(Signal signal, int pid) {
    return on(new Event.SignalCame(signal, Sender.process(pid), now));
  }

  List<String> signal(Signal signal, Sender sender) {
    return on(new Event.SignalCame(signal, sender, now));
  }

  List<String> began(String task) {
    return on(new Event.TaskBegan(id(task)));
  }

  List<String> ended(String task) {
    return on(new Event.TaskEnded(id(task), false));
  }

  List<String> failed(String task) {
    return on(new Event.TaskEnded(id(task), true));
  }

  List<String> aborted(String task) {
    return on(new Event.AbortEnded(id(task)));
  }

  List<String> reported(int status) {
    return on(new Event.Reported(status));
  }

  List<String> exitBegan() {
    return on(new Event.ExitBegan(Trigger.EXIT));
  }

  /// Moves the clock, with a tick whenever one is due.
  ///
  /// @return the effects of all ticks
  List<String> pass(long millis) {
    long end = now + millis(millis);
    List<String> all = new ArrayList<>();
    while (StopMachine.nextWake(state) <= end) {
      now = Math.max(now, StopMachine.nextWake(state));
      all.addAll(on(new Event.Tick()));
    }
    now = end;
    return all;
  }

  /// Moves the clock without a tick.
  void sleep(long millis) {
    now += millis(millis);
  }
}
