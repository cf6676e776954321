package dev.signalman.io;

import dev.signalman.internal.wait.Poller;
import dev.signalman.posix.UnistdH;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The parts of an [Fd] that have to go back to the kernel: its number, and the pollers of both
/// directions. It refers neither to the [Fd] nor to its [Descriptor], so that those can be
/// collected.
final class OpenNumber implements Runnable {
  private final int number;
  private final AtomicReference<@Nullable Poller> reading = new AtomicReference<>();
  private final AtomicReference<@Nullable Poller> writing = new AtomicReference<>();

  OpenNumber(int number) {
    this.number = number;
  }

  /// The poller that waits for readers; made by the first wait, since most descriptors never need
  /// one.
  AtomicReference<@Nullable Poller> reading() {
    return reading;
  }

  /// The poller that waits for writers.
  AtomicReference<@Nullable Poller> writing() {
    return writing;
  }

  /// Gives them back. Called once.
  @Override
  public void run() {
    close(reading.get());
    close(writing.get());
    UnistdH.close(number);
  }

  private static void close(@Nullable Poller poller) {
    if (poller != null) {
      poller.close();
    }
  }
}
