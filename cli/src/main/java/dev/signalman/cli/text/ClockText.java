package dev.signalman.cli.text;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Points of time with six decimals. The text for the second is kept for the next call, because a
/// flood of signals needs many texts of the same second.
public final class ClockText {
  private final ZoneId zone;
  private final boolean dated;
  private long second = Long.MIN_VALUE;
  private String beginning = "";

  private ClockText(ZoneId zone, boolean dated) {
    this.zone = zone;
    this.dated = dated;
  }

  /// ISO 8601 in UTC: `2026-01-31T12:34:56.123456Z`.
  public static ClockText iso() {
    return new ClockText(ZoneOffset.UTC, true);
  }

  /// The time of day in a zone: `12:34:56.123456`.
  public static ClockText timeOfDay(ZoneId zone) {
    return new ClockText(zone, false);
  }

  public String of(Instant time) {
    if (time.getEpochSecond() != second) {
      second = time.getEpochSecond();
      beginning = beginning(LocalDateTime.ofInstant(Instant.ofEpochSecond(second), zone));
    }
    int micros = time.getNano() / 1_000;
    StringBuilder text = new StringBuilder(28).append(beginning);
    for (int place = 100_000; place > 0; place /= 10) {
      text.append((char) ('0' + micros / place % 10));
    }
    return dated ? text.append('Z').toString() : text.toString();
  }

  private String beginning(LocalDateTime time) {
    StringBuilder text = new StringBuilder();
    if (dated) {
      text.append(time.toLocalDate()).append('T');
    }
    two(text, time.getHour()).append(':');
    two(text, time.getMinute()).append(':');
    return two(text, time.getSecond()).append('.').toString();
  }

  private static StringBuilder two(StringBuilder text, int number) {
    return text.append(number < 10 ? "0" : "").append(number);
  }
}
