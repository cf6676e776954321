package dev.signalman.lifecycle.machine;

import dev.signalman.Signal;
import java.util.List;

/// Tells a second signal, which forces the stop, from another copy of the first one.
///
/// The same signal again is a second one, and so is INT after any other. But one Ctrl-C reaches a
/// program twice if a supervisor in the same terminal passes it on: such copies come from different
/// senders and at nearly the same time. And timeout(1) sends each signal twice, to the program and
/// to its group. A different signal does not force: systemd can send HUP right after TERM
/// (`SendSIGHUP=`).
final class SecondSignal {
  /// Within this time, the signal of another sender is a copy.
  static final long OTHER_SENDER = 500 * Span.MILLISECOND;

  /// Within this time, the signal of the same sender is a copy. No person is that fast.
  static final long SAME_SENDER = 100 * Span.MILLISECOND;

  private SecondSignal() {}

  /// Whether a signal forces the stop.
  ///
  /// @param heard the signals before, in order of arrival
  static boolean forces(List<Heard> heard, Heard next) {
    return repeats(heard, next) && !isCopy(heard, next);
  }

  private static boolean repeats(List<Heard> heard, Heard next) {
    if (next.signal() == Signal.INT) {
      return !heard.isEmpty();
    }
    for (Heard each : heard) {
      if (each.signal() == next.signal()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCopy(List<Heard> heard, Heard next) {
    for (int i = heard.size() - 1; i >= 0; i--) {
      Heard each = heard.get(i);
      if (each.sender().isSurely(next.sender())) {
        return next.at() - each.at() < SAME_SENDER;
      }
    }
    return next.at() - heard.getLast().at() < OTHER_SENDER;
  }
}
