package dev.signalman.systemd;

import dev.signalman.Registration;
import dev.signalman.loop.EventLoop;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A watchdog in the thread of a loop: a timer that is set again after each check.
final class LoopWatchdog implements Registration {
  private final EventLoop loop;
  private final BooleanSupplier sign;
  private final Heartbeat heartbeat;
  private @Nullable Registration timer;
  private boolean closed;

  /// @param sign sends a sign if the service is healthy
  LoopWatchdog(EventLoop loop, BooleanSupplier sign, Heartbeat heartbeat) {
    this.loop = loop;
    this.sign = sign;
    this.heartbeat = heartbeat;
  }

  /// @throws IllegalStateException if the loop is closed
  synchronized void begin() {
    timer = loop.after(Duration.ZERO, this::beat);
  }

  private void beat() {
    boolean sent = false;
    try {
      sent = sign.getAsBoolean();
    } finally {
      setTimer(heartbeat.pause(sent));
    }
  }

  private synchronized void setTimer(long pause) {
    if (!closed) {
      try {
        timer = loop.after(Duration.ofNanos(pause), this::beat);
      } catch (IllegalStateException _) {
        closed = true; // the loop has been closed, which ends this too
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (timer != null) {
      timer.close();
    }
  }
}
