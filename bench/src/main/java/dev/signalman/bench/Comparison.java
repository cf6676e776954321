package dev.signalman.bench;

import java.util.Locale;

/// One line of the table: a figure of Signalman's beside another system's.
///
/// @param what that was measured
/// @param ours with its unit
/// @param against the other system
/// @param theirs with its unit
/// @param ratio of the two
/// @param target what it should be, or nothing
/// @param verdict `met`, `MISSED`, or nothing where there is no target
record Comparison(
    String what,
    String ours,
    String against,
    String theirs,
    String ratio,
    String target,
    String verdict) {

  private static final String NONE = "-";

  /// Ours should be at most `limit` times theirs; [Double#NaN] for no target.
  static Comparison atMost(String what, Figure ours, Figure theirs, String value, double limit) {
    double ratio = ours.value(value) / theirs.value(value);
    return compared(what, ours, theirs, value, ratio, "<= ", limit, ratio <= limit);
  }

  /// Ours should be at least `limit` times theirs.
  static Comparison atLeast(String what, Figure ours, Figure theirs, String value, double limit) {
    double ratio = ours.value(value) / theirs.value(value);
    return compared(what, ours, theirs, value, ratio, ">= ", limit, ratio >= limit);
  }

  private static Comparison compared(
      String what,
      Figure ours,
      Figure theirs,
      String value,
      double ratio,
      String relation,
      double limit,
      boolean met) {
    boolean open = Double.isNaN(limit);
    return new Comparison(
        what,
        ours.system() + ": " + measured(ours, value),
        theirs.system(),
        measured(theirs, value),
        times(ratio),
        open ? NONE : relation + times(limit),
        open ? NONE : verdict(met));
  }

  /// Ours should be at most `limit` itself; the other system is shown beside it.
  static Comparison below(String what, Figure ours, Figure theirs, String value, double limit) {
    boolean open = Double.isNaN(limit);
    return new Comparison(
        what,
        ours.system() + ": " + measured(ours, value),
        theirs.system(),
        measured(theirs, value),
        times(ours.value(value) / theirs.value(value)),
        open ? NONE : "<= " + number(limit) + " " + unit(ours, value),
        open ? NONE : verdict(ours.value(value) <= limit));
  }

  /// Ours should be at most `limit` itself, and nothing stands beside it.
  static Comparison within(String what, Figure ours, String value, double limit) {
    return new Comparison(
        what,
        ours.system() + ": " + measured(ours, value),
        NONE,
        NONE,
        NONE,
        "<= " + number(limit) + " " + unit(ours, value),
        verdict(ours.value(value) <= limit));
  }

  private static String measured(Figure figure, String value) {
    return number(figure.value(value)) + " " + unit(figure, value);
  }

  /// Of a figure whose values have different units: the end of the value's name, as in `claim, ms`.
  private static String unit(Figure figure, String value) {
    return figure.unit().isEmpty() ? value.substring(value.lastIndexOf(' ') + 1) : figure.unit();
  }

  /// Ours should be exactly `target`; what others do is shown beside it.
  static Comparison exactly(String what, Figure ours, Figure theirs, String value, double target) {
    return new Comparison(
        what,
        ours.system() + ": " + number(ours.value(value)),
        theirs.system(),
        number(theirs.value(value)),
        NONE,
        number(target),
        verdict(ours.value(value) == target));
  }

  boolean isMissed() {
    return verdict.equals(verdict(false));
  }

  private static String verdict(boolean met) {
    return met ? "met" : "MISSED";
  }

  static String times(double ratio) {
    return String.format(Locale.ROOT, ratio < 0.1 ? "%.3fx" : "%.2fx", ratio);
  }

  static String number(double value) {
    if (value == Math.rint(value) || Math.abs(value) >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
