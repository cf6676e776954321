package dev.signalman.systemd;

import dev.signalman.io.Fd;
import dev.signalman.loop.EventLoop;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/// The time that the calling thread may wait for a descriptor, from the making of this object.
final class Wait {
  /// Longer ones are cut to this, a century.
  private static final Duration LONGEST = Duration.ofDays(36_525);

  private final long end;

  Wait(Duration limit) {
    Duration most = limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    end = System.nanoTime() + most.toNanos();
  }

  /// The remaining time; zero when it is over.
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  boolean isOver() {
    return left().isZero();
  }

  /// Waits until there is room to write, or the time is over.
  void untilWritable(Fd fd) throws IOException {
    try (EventLoop loop = EventLoop.open()) {
      loop.onWritable(fd, loop::stop);
      run(loop);
    }
  }

  /// Waits until there is something to read, which includes the end.
  ///
  /// @return false if the time was over before
  boolean untilReadable(Fd fd) throws IOException {
    boolean[] readable = new boolean[1];
    try (EventLoop loop = EventLoop.open()) {
      loop.onReadable(
          fd,
          () -> {
            readable[0] = true;
            loop.stop();
          });
      run(loop);
    }
    return readable[0];
  }

  private void run(EventLoop loop) throws IOException {
    loop.after(left(), loop::stop);
    try {
      loop.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the thread was interrupted while it waited");
    }
  }
}
