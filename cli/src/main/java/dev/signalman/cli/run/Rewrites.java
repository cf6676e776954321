package dev.signalman.cli.run;

import dev.signalman.Signal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Maps signals to others on their way to the program. Immutable.
final class Rewrites {
  /// Every signal is unchanged.
  static final Rewrites NONE = new Rewrites(new EnumMap<>(Signal.class));

  /// In place of null, which such a map should not hold.
  private record Replacement(@Nullable Signal signal) {}

  private final Map<Signal, Replacement> replacements;

  private Rewrites(Map<Signal, Replacement> replacements) {
    this.replacements = replacements;
  }

  /// The same, but `from` becomes `to`. This replaces an earlier rule for `from`.
  ///
  /// @param to null to drop it
  Rewrites with(Signal from, @Nullable Signal to) {
    Map<Signal, Replacement> more = new EnumMap<>(replacements);
    more.put(from, new Replacement(to));
    return new Rewrites(more);
  }

  /// Whether the command line maps a signal, even to itself.
  boolean include(Signal signal) {
    return replacements.containsKey(signal);
  }

  /// The result for a signal; null if it is dropped.
  @Nullable Signal of(Signal signal) {
    Replacement replacement = replacements.get(signal);
    return replacement == null ? signal : replacement.signal;
  }
}
