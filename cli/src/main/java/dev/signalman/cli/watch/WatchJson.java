package dev.signalman.cli.watch;

import dev.signalman.Cause;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.text.ClockText;
import dev.signalman.cli.text.Json;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Lines for programs: one JSON object each.
final class WatchJson implements WatchLines {
  private final Json json = new Json();
  private final ClockText clock = ClockText.iso();

  @Override
  public CharSequence beginning(long pid, SignalSet signals) {
    json.clear().beginObject().key("watching").value(pid).key("signals");
    return json.values(signals.stream().map(Signal::fullName).toList()).endObject().text();
  }

  @Override
  public CharSequence signal(SignalInfo info, @Nullable String sender, Instant time) {
    Cause cause = info.cause();
    json.clear().beginObject();
    json.key("signal").value(info.signal().fullName()).key("number").value(info.signal().number());
    json.key("cause").value(cause.name().toLowerCase(Locale.ROOT));
    number("pid", info.pid(), cause.hasSender());
    number("uid", info.uid(), cause.hasSender());
    json.key("sender").value(sender);
    number("value", info.value(), cause == Cause.QUEUE || cause == Cause.TIMER);
    return json.key("time").value(clock.of(time)).endObject().text();
  }

  private void number(String key, long number, boolean applies) {
    json.key(key);
    if (applies) {
      json.value(number);
    } else {
      json.nothing();
    }
  }
}
