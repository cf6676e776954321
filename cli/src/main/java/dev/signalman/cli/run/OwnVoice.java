package dev.signalman.cli.run;

import dev.signalman.Cause;
import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.cli.proc.Senders;
import dev.signalman.cli.program.EventLog;
import dev.signalman.cli.program.ExitJson;
import dev.signalman.cli.program.Init;
import dev.signalman.cli.program.NotStartedException;
import dev.signalman.cli.program.Relay;
import dev.signalman.cli.text.Json;
import dev.signalman.process.Child;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Orphan;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Speaks as the other commands do: failures always, other events as lines or as JSON if asked for.
final class OwnVoice implements Voice {
  private static final String SIGNAL = "signal";

  private final EventLog log;
  private final boolean verbose;
  private final boolean json;
  private final List<String> command;
  private final Senders senders = new Senders();

  /// @param verbose whether events are written as lines
  /// @param json whether events are written as JSON
  OwnVoice(EventLog log, boolean verbose, boolean json, List<String> command) {
    this.log = log;
    this.verbose = verbose;
    this.json = json;
    this.command = command;
  }

  private void line(String text) {
    if (verbose) {
      log.note(text);
    }
  }

  @Override
  public void started(Child child, @Nullable Errno terminalRefused) {
    log.event("started", json -> json.key("pid").value(child.pid()).key("command").values(command));
    line("started " + child);
  }

  @Override
  public int notStarted(String program, NotStartedException reason) throws NotStartedException {
    throw reason;
  }

  /// The sender is looked up first: it may end soon.
  @Override
  public void passed(
      @Nullable SignalInfo info, Signal from, Signal as, boolean rewritten, Relay.Result result) {
    if (info != null && (json || verbose)) {
      tell(info, as, result.name().toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public void dropped(@Nullable SignalInfo info, Signal from) {
    if (info != null && (json || verbose)) {
      tell(info, null, "dropped");
    }
  }

  private void tell(SignalInfo info, @Nullable Signal as, String result) {
    boolean sent = info.cause().hasSender();
    String sender = sent ? senders.command(info.pid()) : null;
    log.event(
        SIGNAL,
        json -> {
          json.key(SIGNAL).value(info.signal().fullName());
          json.key("as").value(as == null ? null : as.fullName());
          number(json.key("pid"), info.pid(), sent && !info.senderUnknown());
          number(json.key("uid"), info.uid(), sent && !info.senderUnknown());
          json.key("command").value(sender);
          number(json.key("value"), info.value(), info.cause() == Cause.QUEUE);
          json.key("result").value(result);
        });
    String change = as == null || as == info.signal() ? "" : " as " + as.fullName();
    line(info + (sender == null ? "" : " by " + sender) + ": " + result + change);
  }

  private static void number(Json json, long number, boolean known) {
    if (known) {
      json.value(number);
    } else {
      json.nothing();
    }
  }

  @Override
  public void refused(PosixException reason) {
    log.error(reason);
  }

  @Override
  public void failed(Exception reason) {
    log.error(reason);
  }

  @Override
  public boolean namesOrphans() {
    return json || verbose;
  }

  @Override
  public void orphan(Orphan orphan) {
    if (namesOrphans()) {
      Init.tell(log, orphan);
      line("orphan " + orphan);
    }
  }

  @Override
  public void ended(Child child, ExitStatus status, int exit) {
    line(child + " " + status);
    log.event("ended", json -> ExitJson.add(json, status));
    if (status instanceof ExitStatus.Unknown unknown) {
      log.note(unknown.reason());
    }
  }

  @Override
  public void killing() {
    log.event("kill", json -> json.key(SIGNAL).value(Signal.KILL.fullName()));
    line("the time is over: KILL for all that are left");
  }

  @Override
  public void abandoned() {
    log.error(
        new IllegalStateException("processes are left that do not end although they were killed"));
  }

  @Override
  public int over(int status, long lost) {
    log.event("over", json -> json.key("status").value(status).key("lost").value(lost));
    if (lost > 0) {
      log.note(lost + " signals were lost: too many waited for room in the queue of the program");
    }
    if (log.hasLost()) {
      log.error(new IllegalStateException("events were lost: standard error cannot be written"));
      return NotStartedException.RUNNER_FAILED;
    }
    return status;
  }
}
