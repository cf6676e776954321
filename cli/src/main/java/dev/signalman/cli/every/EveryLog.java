package dev.signalman.cli.every;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.ExitJson;
import dev.signalman.cli.program.Program;
import dev.signalman.cli.text.DurationText;
import dev.signalman.cli.text.Json;
import dev.signalman.process.ExitStatus;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The messages of `every`: only unusual events for people, all events for programs.
final class EveryLog {
  /// Counts of events.
  static final class Counts {
    long runs;
    long skipped;
    long refused;
  }

  private final EventLog log;

  EveryLog(EventLog log) {
    this.log = log;
  }

  void started(ProgramRun run, Every.Reason reason, Program program) {
    log.event(
        "started",
        json -> {
          add(json, run).key("reason").value(word(reason));
          json.key("command").values(program.command());
        });
  }

  void ended(ProgramRun run, ExitStatus status) {
    log.event(
        "ended",
        json -> {
          ExitJson.add(add(json, run), status);
          json.key("status").value(status.shellStatus()).key("millis").value(run.age().toMillis());
        });
    if (!status.isSuccess() && !run.isStopping()) {
      log.note(words(run) + " " + status);
    }
  }

  void queued(Every.Reason reason) {
    log.event("queued", json -> json.key("reason").value(word(reason)));
  }

  void skipped(ProgramRun run) {
    log.event("skipped", json -> add(json, run));
    log.note(
        "run skipped: " + words(run) + " has been running for " + DurationText.rounded(run.age()));
  }

  void refused(SignalInfo info) {
    log.event("refused", json -> json.key("pid").value(info.pid()).key("uid").value(info.uid()));
    log.note("refused: " + info);
  }

  void stopping(ProgramRun run, Signal signal) {
    log.event("stopping", json -> add(json, run).key("signal").value(signal.fullName()));
    if (signal == Signal.KILL) {
      log.note(words(run) + " is killed after " + DurationText.rounded(run.age()));
    }
  }

  void ending(Signal signal) {
    log.event("ending", json -> json.key("signal").value(signal.fullName()));
    if (signal == Signal.QUIT) {
      log.note("received SIGQUIT");
    }
  }

  void status(Every.Plan plan, Counts counts, @Nullable ProgramRun run, @Nullable Duration next) {
    log.event(
        "status",
        json -> {
          json.key("runs").value(counts.runs).key("skipped").value(counts.skipped);
          json.key("refused").value(counts.refused);
          number(json.key("pid"), run == null ? null : Long.valueOf(run.pid()));
          number(json.key("age"), run == null ? null : Long.valueOf(run.age().toMillis()));
          number(json.key("next"), next == null ? null : Long.valueOf(next.toMillis()));
        });
    log.note(
        "every %s: %d runs, %d skipped, %d refused; %s; %s"
            .formatted(
                DurationText.rounded(plan.period()),
                counts.runs,
                counts.skipped,
                counts.refused,
                run == null
                    ? "none is running"
                    : words(run) + " has been running for " + DurationText.rounded(run.age()),
                next == null ? "no further run" : "next run in " + DurationText.rounded(next)));
  }

  void error(Exception e) {
    log.error(e);
  }

  private static Json add(Json json, ProgramRun run) {
    return json.key("run").value(run.number()).key("pid").value(run.pid());
  }

  private static void number(Json json, @Nullable Long number) {
    if (number == null) {
      json.nothing();
    } else {
      json.value(number.longValue());
    }
  }

  private static String word(Every.Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  private static String words(ProgramRun run) {
    return "run " + run.number() + " (pid " + run.pid() + ")";
  }
}
