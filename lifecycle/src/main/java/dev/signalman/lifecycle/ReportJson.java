package dev.signalman.lifecycle;

import dev.signalman.SignalInfo;
import org.jspecify.annotations.Nullable;

/// A report as JSON.
final class ReportJson {
  private final JsonText json = new JsonText();

  private ReportJson() {}

  static String of(StopReport report) {
    return new ReportJson().write(report);
  }

  private String write(StopReport report) {
    json.open('{').key("cause");
    write(report.cause());
    json.key("took").value(report.took());
    json.key("forced").value(report.forced());
    json.key("clean").value(report.clean());
    json.key("status");
    if (report.status().isPresent()) {
      json.value(report.status().getAsInt());
    } else {
      json.nothing();
    }
    json.key("stages").open('[');
    report.stages().forEach(this::write);
    json.close(']').key("signals").open('[');
    report.signals().forEach(this::write);
    json.close(']').key("inFlight").open('[');
    report.inFlight().forEach(this::write);
    json.close(']').key("notes").values(report.notes());
    return json.close('}').toString();
  }

  private void write(StopCause cause) {
    json.open('{').key("kind");
    switch (cause) {
      case StopCause.BySignal(SignalInfo info, String command) ->
          json.value("signal")
              .key("signal")
              .value(info.signal().fullName())
              .key("pid")
              .value(info.pid())
              .key("uid")
              .value(info.uid())
              .key("command")
              .value(command);
      case StopCause.ByExit(String thread, String place) ->
          json.value("exit").key("thread").value(thread).key("place").value(place);
      case StopCause.ByCall(String reason) -> json.value("call").key("reason").value(reason);
      case StopCause.ByFailure(String part, Throwable error) ->
          json.value("failure").key("part").value(part).key("error").value(error.toString());
      case StopCause.HandedOver(int pid) -> json.value("handed-over").key("pid").value(pid);
      case StopCause.MainEnded() -> json.value("main-ended");
      case StopCause.Closed() -> json.value("closed");
    }
    json.close('}');
  }

  private void write(StageReport stage) {
    json.open('{').key("name").value(stage.name()).key("took").value(stage.took());
    json.key("tasks").open('[');
    stage.tasks().forEach(this::write);
    json.close(']').close('}');
  }

  private void write(TaskReport task) {
    json.open('{').key("name").value(task.name());
    json.key("state").value(task.state().name());
    json.key("took").value(task.took());
    Throwable error = task.error();
    if (error != null) {
      json.key("error").value(error.toString());
    }
    write(task.where());
    json.close('}');
  }

  private void write(@Nullable ThreadView where) {
    if (where != null) {
      json.key("where").open('{').key("thread").value(where.name());
      json.key("state").value(where.state().name());
      json.key("stack").values(where.stack());
      json.key("waitsFor").value(where.waitsFor());
      json.key("owner").value(where.owner());
      json.key("ownerStack").values(where.ownerStack());
      json.key("unknown").value(where.unknown());
      json.close('}');
    }
  }

  private void write(InFlight.Left left) {
    json.open('{').key("kind").value(left.kind()).key("count").value(left.count());
    json.key("oldest").value(left.oldest()).key("age").value(left.age()).close('}');
  }
}
