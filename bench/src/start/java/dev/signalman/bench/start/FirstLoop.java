package dev.signalman.bench.start;

import dev.signalman.loop.EventLoop;
import java.time.Duration;

/// A first event loop: opened, one timer, closed.
final class FirstLoop {
  private FirstLoop() {}

  public static void main(String[] args) throws Exception {
    try (EventLoop loop = EventLoop.open()) {
      loop.after(Duration.ofMillis(1), loop::stop);
      loop.run();
    }
    Start.done();
  }
}
