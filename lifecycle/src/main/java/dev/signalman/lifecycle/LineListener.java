package dev.signalman.lifecycle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Writes lines to standard error: no logging system is needed or started, and none can end first.
final class LineListener implements StopListener {
  private static final String PREFIX = "signalman: ";

  private final ErrorStream out = ErrorStream.PRESENT; // loaded before it is needed

  @Override
  public void began(StopCause cause, Duration deadline) {
    line("stopping by " + cause + ", within " + Spans.text(deadline));
  }

  @Override
  public void stageEnded(StageReport stage) {
    for (TaskReport task : stage.tasks()) {
      if (task.state() != TaskState.DONE) {
        line(task.path() + " " + ended(task));
      }
    }
    if (!stage.tasks().isEmpty()) {
      line("stage " + stage.name() + " took " + Spans.text(stage.took()));
    }
  }

  private static String ended(TaskReport task) {
    String took = Spans.text(task.took());
    return switch (task.state()) {
      case FAILED -> "failed after " + took + ": " + task.error();
      case LATE -> "had not ended after " + took;
      case FORCED -> "was cut off after " + took;
      case NOT_RUN -> "was not run";
      case WAITING, RUNNING, DONE -> task.state() + " after " + took;
    };
  }

  @Override
  public void slow(TaskReport task, int percent) {
    line(percent + " % of the time of " + task.path() + " is over; " + task.where());
  }

  @Override
  public void awaiting(Duration took, List<TaskReport> tasks) {
    StringBuilder text = new StringBuilder("after " + Spans.text(took) + " still awaited: ");
    String separator = "";
    for (TaskReport task : tasks) {
      text.append(separator).append(task.path());
      text.append(" (").append(Spans.text(task.took())).append(')');
      separator = ", ";
    }
    line(tasks.isEmpty() ? text + "the drain delay" : text.toString());
  }

  @Override
  public void ended(StopReport report) {
    line(report.toString());
  }

  @Override
  public void hooksHang(List<ThreadView> hooks, Duration left) {
    line("shutdown hooks still run; the VM is halted in " + Spans.text(left));
    for (ThreadView hook : hooks) {
      line("hook in " + hook);
    }
  }

  @Override
  public void reloaded(Duration took) {
    line("reloaded in " + Spans.text(took));
  }

  @Override
  public void reloadFailed(String part, Throwable error, List<String> applied) {
    String kept =
        applied.isEmpty()
            ? "; the old state stays in use"
            : "; in use already: " + String.join(", ", applied);
    line("reload of " + part + " failed: " + error + kept);
  }

  @Override
  public void noted(String sentence) {
    line(sentence);
  }

  private void line(String text) {
    try {
      out.write((PREFIX + text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      // Nobody reads the standard error of this process any more: there is nowhere to say so.
    }
  }
}
