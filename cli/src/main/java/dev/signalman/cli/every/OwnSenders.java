package dev.signalman.cli.every;

import dev.signalman.SignalInfo;
import dev.signalman.time.Senders;
import java.util.concurrent.TimeUnit;

/// Tells signals that the running program or one of the processes that it started has sent.
///
/// The program itself is known by its pid, also for a moment after its end: a signal that it sends
/// last of all may be read after that. All others are looked up.
final class OwnSenders {
  private static final long LATEST = TimeUnit.SECONDS.toNanos(1);

  private int pid;
  private boolean running;
  private long end;

  /// A run has begun.
  void add(int pid) {
    this.pid = pid;
    this.running = true;
  }

  /// It is over.
  void ended() {
    running = false;
    end = System.nanoTime();
  }

  boolean sent(SignalInfo info) {
    if (!info.cause().hasSender() || info.senderUnknown()) {
      return false;
    }
    boolean known = running || System.nanoTime() - end < LATEST;
    return (known && info.pid() == pid) || Senders.descendants().test(info);
  }
}
