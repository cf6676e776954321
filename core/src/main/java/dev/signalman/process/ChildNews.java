package dev.signalman.process;

import dev.signalman.observe.ChildEnd;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The end of a child in the terms of observers.
final class ChildNews {
  private ChildNews() {}

  static ChildEnd end(ExitStatus status, long nanos) {
    Duration ran = Duration.ofNanos(nanos);
    return switch (status) {
      case ExitStatus.Exited exited ->
          new ChildEnd(
              OptionalInt.of(exited.code()), OptionalInt.empty(), ran, used(exited.usage()));
      case ExitStatus.Killed killed ->
          new ChildEnd(
              OptionalInt.empty(), OptionalInt.of(killed.number()), ran, used(killed.usage()));
      case ExitStatus.Unknown _ ->
          new ChildEnd(OptionalInt.empty(), OptionalInt.empty(), ran, null);
    };
  }

  private static ChildEnd.@Nullable Usage used(@Nullable ResourceUsage usage) {
    return usage == null
        ? null
        : new ChildEnd.Usage(usage.user(), usage.system(), usage.peakMemory());
  }
}
