package dev.signalman.spring.boot;

import dev.signalman.Signal;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.StageReport;
import dev.signalman.lifecycle.TaskReport;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/// Shows which signals the program has, how it will stop, and what happened last.
@Endpoint(id = "signalman")
final class SignalmanEndpoint {
  private final Lifecycle life;
  private final Attached attached;

  SignalmanEndpoint(Lifecycle life, Attached attached) {
    this.life = life;
    this.attached = attached;
  }

  /// All of it.
  @ReadOperation
  public Map<String, Object> signalman() {
    Settings settings = attached.settings();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("readiness", life.readiness().state().name());
    shown.put("stopOn", names(settings.stopOn()));
    shown.put("reloadOn", names(settings.reloadOn()));
    shown.put("deadline", settings.deadline().toString());
    shown.put("drainDelay", settings.drainDelay().toString());
    shown.put("listeners", attached.listeners().describe());
    shown.put("claims", claims());
    shown.put("stages", life.stages().stream().map(SignalmanEndpoint::stage).toList());
    shown.put(
        "children", ProcessHandle.current().children().map(SignalmanEndpoint::child).toList());
    shown.put("lastReload", VmLifecycle.THIS.news().reload());
    shown.put("stop", VmLifecycle.THIS.news().stop());
    return shown;
  }

  private static List<String> names(Iterable<Signal> signals) {
    List<String> names = new ArrayList<>();
    signals.forEach(signal -> names.add(signal.name()));
    return names;
  }

  private Map<String, String> claims() {
    Map<String, String> claims = new LinkedHashMap<>();
    for (Signal signal : known()) {
      if (Signals.disposition(signal) instanceof Disposition.Handled handled) {
        claims.put(signal.name(), handled.toString());
      }
    }
    return claims;
  }

  /// All signals, or those that are ours where the system does not tell what the others do.
  private Iterable<Signal> known() {
    try {
      return Signals.dispositions().keySet();
    } catch (UnsupportedOperationException _) {
      return attached.settings().signals().union(attached.listeners().signals());
    }
  }

  private static Map<String, Object> stage(StageReport stage) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", stage.name());
    shown.put("tasks", stage.tasks().stream().map(SignalmanEndpoint::task).toList());
    return shown;
  }

  private static Map<String, Object> task(TaskReport task) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", task.name());
    shown.put("state", task.state().name());
    return shown;
  }

  private static Map<String, Object> child(ProcessHandle child) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("pid", child.pid());
    shown.put("command", child.info().command().orElse(""));
    return shown;
  }
}
