package dev.signalman.cli.every;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalman.cli.Launcher;
import dev.signalman.testkit.ChildProgram;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `signalman every` in a folder of its own, and what tests ask of it.
final class EveryProgram {
  /// A script that says `begin` and its pid, then waits for [#release], then says `end`.
  static final String HELD = "echo begin $$; read -r line <gate; echo end";

  /// A script that prints `begin` and its pid, and ignores TERM.
  static final String STUBBORN = "trap '' TERM; echo begin $$; while :; do sleep 1; done";

  private EveryProgram() {}

  static ChildProgram start(Path folder, String... args) throws IOException {
    List<String> line =
        new ArrayList<>(List.of("env", "-C", folder.toString(), Launcher.PATH, "every"));
    line.addAll(List.of(args));
    return ChildProgram.start(line.toArray(String[]::new));
  }

  /// What held scripts wait for.
  static void makeGate(Path folder) throws Exception {
    Peer.succeed("mkfifo", folder.resolve("gate").toString());
  }

  /// Lets a held script go on to its end.
  static void release(Path folder) throws Exception {
    Peer.sh("echo go >\"$1\"", folder.resolve("gate").toString());
  }

  /// The pid that a script says when it begins.
  static int begin(ChildProgram every) throws InterruptedException {
    return Integer.parseInt(every.line().substring("begin ".length()));
  }

  static void awaitError(ChildProgram every, String part) throws Exception {
    Eventually.until(part, () -> every.errors().stream().anyMatch(line -> line.contains(part)));
  }

  /// What it says when it is asked for its status.
  static String status(ChildProgram every) throws Exception {
    int before = every.errors().size();
    Peer.kill("USR1", every.pid());
    Eventually.until("a status", () -> every.errors().size() > before);
    return every.errors().getLast();
  }

  static void awaitIdle(ChildProgram every, int runs) throws Exception {
    Eventually.until(
        runs + " runs are over",
        () -> status(every).contains(": " + runs + " runs, ") && status(every).contains("none"));
  }

  /// What it has told with `--json`.
  static List<JsonNode> events(ChildProgram every) throws Exception {
    List<JsonNode> events = new ArrayList<>();
    for (String line : every.errors()) {
      events.add(Launcher.json(line));
    }
    return events;
  }

  /// The names of these events.
  static List<String> names(ChildProgram every) throws Exception {
    return events(every).stream().map(event -> event.get("event").textValue()).toList();
  }
}
