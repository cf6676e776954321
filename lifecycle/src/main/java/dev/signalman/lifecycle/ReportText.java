package dev.signalman.lifecycle;

import java.util.ArrayList;
import java.util.List;

/// A report as one line.
final class ReportText {
  private final StringBuilder text = new StringBuilder(160);

  private ReportText() {}

  static String of(StopReport report) {
    return new ReportText().write(report);
  }

  private String write(StopReport report) {
    text.append(report.forced() ? "forced to stop in " : "stopped in ");
    text.append(Spans.text(report.took())).append(" by ").append(report.cause());
    List<TaskReport> tasks = report.tasks();
    text.append(": ").append(tasks.size()).append(tasks.size() == 1 ? " task" : " tasks");
    append(tasks, TaskState.FAILED, "failed");
    append(tasks, TaskState.LATE, "late");
    append(tasks, TaskState.FORCED, "cut off");
    append(tasks, TaskState.NOT_RUN, "not run");
    for (InFlight.Left left : report.inFlight()) {
      text.append("; ").append(left);
    }
    for (String note : report.notes()) {
      text.append("; ").append(note);
    }
    return text.toString();
  }

  private void append(List<TaskReport> tasks, TaskState state, String word) {
    List<String> paths = new ArrayList<>();
    for (TaskReport task : tasks) {
      if (task.state() == state) {
        paths.add(task.path());
      }
    }
    if (!paths.isEmpty()) {
      text.append(", ").append(paths.size()).append(' ').append(word);
      text.append(" (").append(String.join(", ", paths)).append(')');
    }
  }
}
