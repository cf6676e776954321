package dev.signalman.cli.stop;

import dev.signalman.Signal;
import dev.signalman.cli.output.OutputException;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.proc.ProcStat;
import dev.signalman.cli.program.ExitJson;
import dev.signalman.cli.text.ClockText;
import dev.signalman.cli.text.DurationText;
import dev.signalman.cli.text.Json;
import dev.signalman.cli.text.Printable;
import dev.signalman.process.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What `stop` tells: lines for people, or a JSON object for each event. A failed write does not
/// keep processes from being stopped: it is kept, and thrown at the end.
final class StopLog {
  /// A VM can have thousands of threads in the way.
  private static final int MOST_THREADS = 20;

  private final Terminal terminal;
  private final boolean asJson;
  private final Json json = new Json();
  private final ClockText clock = ClockText.iso();
  private @Nullable OutputException lost;

  StopLog(Terminal terminal, boolean asJson) {
    this.terminal = terminal;
    this.asJson = asJson;
  }

  /// @throws OutputException if a write has failed
  void check() {
    if (lost != null) {
      throw lost;
    }
  }

  void asked(Aim aim, Signal signal) {
    event("asked", aim, json -> json.key("signal").value(signal.fullName()));
    line(aim, "asked to end by " + signal.fullName());
  }

  void killing(Aim aim, Duration age) {
    event("killing", aim, json -> json.key("millis").value(age.toMillis()));
    line(aim, "has not ended after " + DurationText.rounded(age) + ": killed by SIGKILL");
  }

  void running(Aim aim, List<Doing> doings, Duration age) {
    event(
        "running",
        aim,
        json -> {
          json.key("millis").value(age.toMillis()).key("processes").beginArray();
          doings.forEach(doing -> add(json, doing));
          json.endArray();
        });
    String after = "after " + DurationText.rounded(age) + ": ";
    if (doings.isEmpty()) {
      line(aim, after + "has not ended; /proc tells no more about it");
    }
    for (Doing doing : doings) {
      String member = aim.group() == null ? "" : Doing.who(doing.stat()) + " ";
      line(aim, after + member + doing.words());
    }
  }

  private static void add(Json json, Doing doing) {
    add(json.beginObject(), doing.stat());
    json.key("state").value(doing.state()).key("threads").value(doing.stat().threads());
    json.key("children").beginArray();
    doing.children().forEach(child -> add(json.beginObject(), child).endObject());
    json.endArray().endObject();
  }

  private static Json add(Json json, ProcStat stat) {
    return json.key("pid").value(stat.pid()).key("name").value(stat.name());
  }

  /// The answer of a VM.
  void threads(Aim aim, ProcStat process, Jvm.Answer answer) {
    event(
        "threads",
        aim,
        json -> {
          json.key("process").value(process.pid()).key("threads").beginArray();
          answer.obstacles().forEach(thread -> add(json, thread));
          json.endArray().key("reason").value(answer.refusal());
        });
    String member = aim.group() == null ? "" : Doing.who(process) + " ";
    if (answer.refusal() != null) {
      line(aim, member + answer.refusal());
    }
    answer.obstacles().stream()
        .limit(MOST_THREADS)
        .forEach(thread -> line(aim, member + "in the way: " + thread.words()));
    int more = answer.obstacles().size() - MOST_THREADS;
    if (more > 0) {
      line(aim, member + "in the way: " + more + " more threads");
    }
  }

  private static void add(Json json, ThreadPrint.Obstacle thread) {
    json.beginObject().key("name").value(thread.name()).key("hook").value(thread.hook());
    json.key("state").value(thread.state()).key("stack").values(thread.stack()).endObject();
  }

  /// @param killed whether KILL was sent
  /// @param status how it ended, or null if its parent has not waited for it yet
  /// @param parent that parent in words, with a blank, or empty
  void ended(Aim aim, boolean killed, @Nullable ExitStatus status, String parent, Duration age) {
    ExitStatus known =
        status == null
            ? new ExitStatus.Unknown("its parent " + parent + "has not waited for it")
            : status;
    event(
        "ended",
        aim,
        json -> {
          json.key("killed").value(killed).key("millis").value(age.toMillis());
          ExitJson.add(json, known);
        });
    String when = aim.hadEnded() ? "had ended before" : "ended after " + DurationText.rounded(age);
    String how =
        known instanceof ExitStatus.Unknown unknown
            ? "status unknown: " + unknown.reason()
            : known.toString();
    line(aim, when + ", " + how);
  }

  /// It has not ended, and nothing more is done about it.
  void left(Aim aim, String reason) {
    event("left", aim, json -> json.key("reason").value(reason));
    line(aim, "left: " + reason);
  }

  /// It is not, or cannot be, stopped.
  ///
  /// @param error the name of the kernel's error, or null
  void refused(int pid, @Nullable String error, String reason) {
    write(
        "refused",
        json -> json.key("pid").value(pid).key("error").value(error).key("reason").value(reason));
    error(pid + ": " + reason);
  }

  /// Writes a line to standard error.
  void error(String line) {
    terminal.err().println("signalman: " + Printable.of(line));
  }

  private void event(String name, Aim aim, Consumer<Json> details) {
    write(
        name,
        json -> {
          json.key("pid").value(aim.pid()).key("name").value(aim.name());
          details.accept(json.key("group").value(aim.group() != null));
        });
  }

  private void write(String name, Consumer<Json> details) {
    if (asJson) {
      json.clear().beginObject().key("event").value(name);
      details.accept(json);
      out(json.key("time").value(clock.of(Instant.now())).endObject().text());
    }
  }

  private void line(Aim aim, String words) {
    if (!asJson) {
      out(Printable.of(aim.words() + ": " + words));
    }
  }

  private void out(CharSequence line) {
    if (lost == null) {
      try {
        terminal.out().line(line);
        terminal.out().flush();
      } catch (OutputException e) {
        lost = e;
      }
    }
  }
}
