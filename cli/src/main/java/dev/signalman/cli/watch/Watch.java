package dev.signalman.cli.watch;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.cli.output.Output;
import dev.signalman.cli.proc.Senders;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The loop of `signalman watch`: writes signals as they arrive, until there were enough, the time
/// is over, or TERM ends it.
final class Watch {
  /// The source of the signals.
  interface Source {
    @Nullable SignalInfo poll();

    @Nullable SignalInfo poll(Duration timeout) throws InterruptedException;

    /// The largest possible number of signals that were sent but not yet read.
    long waiting() throws IOException;
  }

  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final Source source;
  private final SignalSet watched;
  private final Output out;
  private final WatchLines lines;
  private final Senders senders = new Senders();
  private long received;

  /// @param watched the signals to write; TERM ends the loop if it is not one of them
  Watch(Source source, SignalSet watched, Output out, WatchLines lines) {
    this.source = source;
    this.watched = watched;
    this.out = out;
    this.lines = lines;
  }

  /// Runs until the end.
  ///
  /// @param most the largest number of signals to write
  /// @param longest the time limit, or null for none
  /// @return the number of signals written
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

  /// The next signal, or null if the time is over. Flushes the output before it waits.
  private @Nullable SignalInfo next(Duration left) throws InterruptedException {
    if (left.isNegative()) {
      return null; // even if signals are waiting: a flood must not keep the loop from ending
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

  /// Writes the signals that were sent before TERM. TERM overtakes real-time signals, because they
  /// have higher numbers. A second TERM ends this too.
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
