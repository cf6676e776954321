package dev.signalman.cli.watch;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.output.Output;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The loop of `signalman watch`: writes signals as they come, until enough have come, time is
/// over, or TERM ends it.
final class Watch {
  /// Where the signals come from.
  interface Source {
    @Nullable SignalInfo poll();

    @Nullable SignalInfo poll(Duration timeout) throws InterruptedException;

    /// At most how many signals that have been sent are still to come.
    long waiting() throws IOException;
  }

  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Source source;
  private final SignalSet watched;
  private final Output out;
  private final WatchLines lines;
  private final Senders senders = new Senders();
  private long received;

  /// @param watched what is written; TERM, if it is not among these, ends the loop
  Watch(Source source, SignalSet watched, Output out, WatchLines lines) {
    this.source = source;
    this.watched = watched;
    this.out = out;
    this.lines = lines;
  }

  /// Runs until the end.
  ///
  /// @param most how many signals to write at most
  /// @param longest how long to wait for them, or null for ever
  /// @return how many were written
  long run(long most, @Nullable Duration longest) throws IOException, InterruptedException {
    prepare();
    long start = System.nanoTime();
    boolean ended = false;
    while (!ended && received < most) {
      SignalInfo info =
          next(longest == null ? FOR_EVER : longest.minusNanos(System.nanoTime() - start));
      ended = info == null || isEnd(info);
      if (info != null && !ended) {
        write(info);
      }
    }
    if (ended) {
      writeWaiting(most);
    }
    out.flush();
    return received;
  }

  /// Loads the code that the first signal needs: its sender may be gone within a millisecond.
  private void prepare() {
    String sender = senders.command(1);
    CharSequence _ = lines.signal(SignalInfo.of(Signal.USR1, 1, 0), sender, Instant.now());
  }

  /// The next signal, or null if time is over. Writes what is buffered before it waits.
  private @Nullable SignalInfo next(Duration left) throws InterruptedException {
    if (left.isNegative()) {
      return null; // though signals may be waiting: a flood must not keep the loop from its end
    }
    SignalInfo info = source.poll();
    if (info != null) {
      return info;
    }
    out.flush();
    return source.poll(left);
  }

  private boolean isEnd(SignalInfo info) {
    return info.signal() == Signal.TERM && !watched.contains(Signal.TERM);
  }

  /// Writes what was sent before the end. TERM overtakes real-time signals, which have higher
  /// numbers. A second TERM ends this too.
  private void writeWaiting(long most) throws IOException {
    for (long waiting = source.waiting(); waiting > 0 && received < most; waiting--) {
      SignalInfo info = source.poll();
      if (info == null || isEnd(info)) {
        return;
      }
      write(info);
    }
  }

  private void write(SignalInfo info) {
    Instant time = Instant.now();
    String sender = info.cause().hasSender() ? senders.command(info.pid()) : null;
    out.line(lines.signal(info, sender, time));
    received++;
  }
}
