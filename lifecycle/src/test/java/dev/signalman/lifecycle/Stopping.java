package dev.signalman.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalman.testkit.ChildJvm;
import java.util.List;

/// A [Subject] in a child VM, and what it said when it had stopped.
final class Stopping {
  private Stopping() {}

  static ChildJvm.Builder of(String... args) {
    return ChildJvm.of(Subject.class).args(args);
  }

  static ChildJvm ready(String... args) throws Exception {
    return ready(of(args));
  }

  static ChildJvm ready(ChildJvm.Builder builder) throws Exception {
    ChildJvm child = builder.start();
    until(child, "ready");
    return child;
  }

  /// Takes lines up to the given one.
  static void until(ChildJvm child, String wanted) throws Exception {
    String line = child.line();
    while (!line.startsWith(wanted)) {
      line = child.line();
    }
  }

  /// All further lines, once the program has ended.
  static List<String> rest(ChildJvm child) throws Exception {
    child.exit();
    return child.remainingLines();
  }

  static JsonNode report(List<String> lines) throws Exception {
    for (String line : lines) {
      if (line.startsWith("report ")) {
        return new ObjectMapper().readTree(line.substring("report ".length()));
      }
    }
    throw new AssertionError("no report in " + lines);
  }

  /// The report of one task.
  static JsonNode task(JsonNode report, String name) {
    for (JsonNode stage : report.get("stages")) {
      for (JsonNode task : stage.get("tasks")) {
        if (task.get("name").asText().equals(name)) {
          return task;
        }
      }
    }
    throw new AssertionError("no task " + name + " in " + report);
  }
}
