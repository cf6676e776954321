package dev.signalman.cli.watch;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.output.Terminal;
import dev.signalman.cli.text.ClockText;
import dev.signalman.cli.text.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lines for people: `12:34:56.123456 SIGRTMIN+6 from worker (pid 4711, uid 1000), queue, value
/// 42`.
final class WatchText implements WatchLines {
  private final Terminal terminal;
  private final ClockText clock;

  WatchText(Terminal terminal, ZoneId zone) {
    this.terminal = terminal;
    this.clock = ClockText.timeOfDay(zone);
  }

  @Override
  public CharSequence beginning(long pid, SignalSet signals) {
    StringBuilder line = new StringBuilder("watching ").append(pid).append(':');
    for (Signal signal : signals) {
      line.append(' ').append(signal.fullName());
    }
    return line;
  }

  @Override
  public CharSequence signal(SignalInfo info, @Nullable String sender, Instant time) {
    StringBuilder line = new StringBuilder(100).append(clock.of(time)).append(' ');
    line.append(terminal.bold(info.signal().fullName()));
    if (info.cause().hasSender()) {
      from(line.append(info.cause().isChild() ? " of child " : " from "), info, sender);
    }
    line.append(", ").append(info.cause().name().toLowerCase(Locale.ROOT));
    if (info.cause() == Cause.OTHER) {
      line.append(", code ").append(info.code());
    }
    if (info.cause().isChild()) {
      line.append(", status ").append(info.status());
    }
    if (info.cause() == Cause.QUEUE || info.cause() == Cause.TIMER) {
      value(line, info);
    }
    return line;
  }

  private static void from(StringBuilder line, SignalInfo info, @Nullable String sender) {
    if (info.senderUnknown()) {
      line.append("an unknown process, uid ").append(info.uid());
    } else if (sender == null) {
      line.append("pid ").append(info.pid()).append(", uid ").append(info.uid());
    } else {
      line.append(Printable.of(sender)).append(" (pid ").append(info.pid());
      line.append(", uid ").append(info.uid()).append(')');
    }
  }

  /// The upper half of the value is undefined, and mostly 0, if a C program sends a negative int.
  private static void value(StringBuilder line, SignalInfo info) {
    line.append(", value ").append(info.value());
    if (info.value() != info.intValue()) {
      line.append(" (as int ").append(info.intValue()).append(')');
    }
    if (info.overrun() > 0) {
      line.append(", overrun ").append(info.overrun());
    }
  }
}
