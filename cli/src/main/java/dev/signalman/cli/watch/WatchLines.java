package dev.signalman.cli.watch;

import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The output format of `watch`.
interface WatchLines {
  /// The first line: the receiving process and its signals.
  CharSequence beginning(long pid, SignalSet signals);

  /// One signal.
  ///
  /// @param sender the command that sent it, or null if that is not known
  /// @param time when it was received
  CharSequence signal(SignalInfo info, @Nullable String sender, Instant time);
}
