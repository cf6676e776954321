package dev.signalman.cli.every;

import dev.signalman.SignalInfo;
import dev.signalman.signal.Senders;
import java.util.concurrent.TimeUnit;

/// Recognises signals from the running program and from the processes that it started.
///
/// The program itself is known by its pid, also for a moment after its end, because its last signal
/// may be read after that. All other senders are looked up.
final class OwnSenders {
  private static final long LATEST = TimeUnit.SECONDS.toNanos(1);

  private int pid;
  private boolean running;
  private long end;

  /// Called when a run has begun.
  void add(int pid) {
    this.pid = pid;
    this.running = true;
  }

  /// Called when it has ended.
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
