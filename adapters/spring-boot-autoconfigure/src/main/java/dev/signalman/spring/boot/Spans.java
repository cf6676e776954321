package dev.signalman.spring.boot;

import java.time.Duration;

/// Lengths of time as text.
final class Spans {
  private static final long SECOND = 1_000;

  private Spans() {}

  /// `3 ms`, `3.2 s`.
  static String text(Duration span) {
    long millis = span.toMillis();
    if (millis < SECOND) {
      return millis + " ms";
    }
    long tenths = millis / (SECOND / 10);
    return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
  }
}
