package dev.signalman.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The result of a stop. As text it is one line: `stopped in 3.2 s by TERM from pid 1 uid 0
/// (systemd): 7 tasks, 1 late (drain/http)`.
///
/// @param cause why the program stopped
/// @param took the time from the beginning of the stop to the end of the stages
/// @param forced whether a second signal, or [Lifecycle#force], ended the stages
/// @param status the exit status that the program ends with; empty if the caller of `System.exit`
///   chose it, or if the lifecycle was only closed and the program continues
/// @param stages the stages, in order of registration
/// @param signals each signal that asked for the stop, in order of arrival
/// @param inFlight the kinds of work of which some had not ended
/// @param notes other observations, such as the time for which the process was stopped
public record StopReport(
    StopCause cause,
    Duration took,
    boolean forced,
    OptionalInt status,
    List<StageReport> stages,
    List<StopCause.BySignal> signals,
    List<InFlight.Left> inFlight,
    List<String> notes) {

  /// Copies the lists.
  public StopReport {
    stages = List.copyOf(stages);
    signals = List.copyOf(signals);
    inFlight = List.copyOf(inFlight);
    notes = List.copyOf(notes);
  }

  StopReport withStatus(int chosen) {
    return new StopReport(
        cause, took, forced, OptionalInt.of(chosen), stages, signals, inFlight, notes);
  }

  StopReport withNote(String note) {
    List<String> all = new ArrayList<>(notes);
    all.add(note);
    return new StopReport(cause, took, forced, status, stages, signals, inFlight, all);
  }

  /// Whether the stop was not forced and every task ended in time and without an exception.
  public boolean clean() {
    boolean clean = !forced;
    for (TaskReport task : tasks()) {
      clean &= task.state() == TaskState.DONE;
    }
    return clean;
  }

  /// The tasks of all stages.
  public List<TaskReport> tasks() {
    List<TaskReport> all = new ArrayList<>();
    for (StageReport stage : stages) {
      all.addAll(stage.tasks());
    }
    return all;
  }

  /// The report as JSON (RFC 8259) on one line, in ASCII. Times are seconds.
  public String toJson() {
    return ReportJson.of(this);
  }

  @Override
  public String toString() {
    return ReportText.of(this);
  }
}
