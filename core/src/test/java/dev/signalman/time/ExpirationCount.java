package dev.signalman.time;

import dev.signalman.SignalInfo;
import java.time.Duration;

/// Compares how often a periodic timer says that it has expired with how often it can have, however
/// late its signals are taken.
///
/// For the lower bound somebody must send another signal to the same receiver at a moment that is
/// noted, and go on until the timer's signal has come once more after that one.
final class ExpirationCount {
  private final long period;
  private final long before;
  private final long after;
  private long expirations;
  private long taken;
  private boolean complete;

  private ExpirationCount(long period, long before, long after) {
    this.period = period;
    this.before = before;
    this.after = after;
  }

  static ExpirationCount start(SignalTimer timer, long period) {
    long before = System.nanoTime();
    timer.start(Duration.ofNanos(period), Duration.ofNanos(period));
    return new ExpirationCount(period, before, System.nanoTime());
  }

  /// @param last whether the other signal has come, so that this one is the last that counts
  void add(SignalInfo info, boolean last) {
    if (!complete) {
      taken = System.nanoTime();
      expirations += info.overrun() + 1L;
      complete = last;
    }
  }

  boolean isComplete() {
    return complete;
  }

  /// @param sent the moment at which the other signal was sent
  String verdict(long sent) {
    long least = (sent - after) / period;
    long most = (taken - before) / period;
    return expirations >= least && expirations <= most
        ? "as often as due"
        : expirations + " times, but due " + least + " to " + most + " times";
  }
}
