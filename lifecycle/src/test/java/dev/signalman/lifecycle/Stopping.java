package dev.signalman.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalman.testkit.ChildJvm;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

  /// Takes lines up to the last of the given ones, which come in any order.
  static void all(ChildJvm child, String... wanted) throws Exception {
    Set<String> missing = new HashSet<>(Set.of(wanted));
    while (!missing.isEmpty()) {
      missing.remove(child.line());
    }
  }

  /// What takes place within a moment.
  @FunctionalInterface
  interface Moment {
    void pass() throws Exception;
  }

  /// Tests what the program decides by a time shorter than a busy machine may let all of it wait:
  /// what does not come out is tried again, up to five times.
  static void atOnce(Moment moment) throws Exception {
    for (int i = 1; i < 5; i++) {
      try {
        moment.pass();
        return;
      } catch (AssertionError | IOException _) {
        // Tried again; a program that has ended reads nothing.
      }
    }
    moment.pass();
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
