package dev.signalman.spring.boot;

import dev.signalman.lifecycle.StageReport;
import dev.signalman.lifecycle.StopCause;
import dev.signalman.lifecycle.StopListener;
import dev.signalman.lifecycle.StopReport;
import dev.signalman.lifecycle.TaskReport;
import dev.signalman.lifecycle.TaskState;
import dev.signalman.lifecycle.ThreadView;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Logs how the application stops: its logging system still works then.
final class LogListener implements StopListener {
  private final List<Attached> attached;
  private final boolean threads;

  LogListener(List<Attached> attached, boolean threads) {
    this.attached = attached;
    this.threads = threads;
  }

  @Override
  public void began(StopCause cause, Duration deadline) {
    if (!(cause instanceof StopCause.Closed)) {
      Lines.info("stopping by " + cause + ", within " + Spans.text(deadline));
    }
  }

  @Override
  public void stageEnded(StageReport stage) {
    for (TaskReport task : stage.tasks()) {
      if (task.state() != TaskState.DONE) {
        Lines.warn(task.path() + " ended as " + task.state() + after(task) + reason(task));
        tellOfBeans(task);
      }
    }
  }

  private static String after(TaskReport task) {
    return " after " + Spans.text(task.took());
  }

  private static String reason(TaskReport task) {
    return task.error() == null ? "" : ": " + task.error();
  }

  @Override
  public void slow(TaskReport task, int percent) {
    Lines.warn(percent + " % of the time of " + task.path() + " is over");
    if (!tellOfBeans(task) && threads && task.where() != null) {
      Lines.warn(task.path() + " is in " + task.where());
    }
  }

  @Override
  public void awaiting(Duration took, List<TaskReport> tasks) {
    String names =
        tasks.stream()
            .map(task -> task.path() + " (" + Spans.text(task.took()) + ")")
            .collect(Collectors.joining(", "));
    Lines.info(
        "after "
            + Spans.text(took)
            + " still awaited: "
            + (tasks.isEmpty() ? "the drain delay" : names));
  }

  /// @return whether there is one that holds the stop up
  private boolean tellOfBeans(TaskReport task) {
    if (!task.path().equals(VmLifecycle.STAGE + "/" + VmLifecycle.TASK)) {
      return false;
    }
    boolean told = false;
    for (Attached each : attached) {
      for (String line : each.stuck(threads)) {
        Lines.warn(line);
        told = true;
      }
    }
    return told;
  }

  @Override
  public void ended(StopReport report) {
    if (!(report.cause() instanceof StopCause.Closed)) {
      Lines.info(report.toString());
    }
  }

  @Override
  public void hooksHang(List<ThreadView> hooks, Duration left) {
    Lines.direct("shutdown hooks still run; the VM is halted in " + Spans.text(left));
    for (ThreadView hook : hooks) {
      Lines.direct("hook in " + hook);
    }
  }

  @Override
  public void reloaded(Duration took) {
    Lines.info("reloaded in " + Spans.text(took));
  }

  @Override
  public void reloadFailed(String part, Throwable error, List<String> applied) {
    Lines.error(
        "reload of "
            + part
            + " failed; "
            + (applied.isEmpty() ? "the old state stays in use" : "in use already: " + applied),
        error);
  }

  @Override
  public void noted(String sentence) {
    Lines.warn(sentence);
  }
}
