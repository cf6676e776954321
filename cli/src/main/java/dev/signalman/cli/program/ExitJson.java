package dev.signalman.cli.program;

import dev.signalman.cli.text.Json;
import dev.signalman.cli.text.SignalNumbers;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.ResourceUsage;
import java.time.Duration;

/// The end of a program in JSON.
public final class ExitJson {
  private ExitJson() {}

  /// Adds `code` or `signal`, with the other one null, and the used CPU time. If the status is
  /// unknown, all of them are null, and `reason` says why.
  public static void add(Json json, ExitStatus status) {
    json.key("code");
    if (status instanceof ExitStatus.Exited exited) {
      json.value(exited.code()).key("signal").nothing().key("core").value(false);
    } else if (status instanceof ExitStatus.Killed killed) {
      json.nothing().key("signal").value(SignalNumbers.name(killed.number()));
      json.key("core").value(killed.core());
    } else if (status instanceof ExitStatus.Unknown unknown) {
      json.nothing().key("signal").nothing().key("core").nothing();
      json.key("reason").value(unknown.reason());
    }
    ResourceUsage usage = status.usage();
    if (usage != null) {
      json.key("userMicros").value(micros(usage.user()));
      json.key("systemMicros").value(micros(usage.system()));
    }
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }
}
