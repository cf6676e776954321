package dev.signalman.observe;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// How a child ended. If both `code` and `signal` are empty, the status is unknown.
///
/// @param code the exit code
/// @param signal the number of the signal that killed it
/// @param ran the time from the start of the child until this process knew of its end
/// @param used the resources that the child used; null if they are unknown
public record ChildEnd(OptionalInt code, OptionalInt signal, Duration ran, @Nullable Usage used) {
  /// The resources that a child used, with the children that it waited for (getrusage(2)).
  ///
  /// @param user the CPU time of its own code
  /// @param system the CPU time of the kernel on its behalf
  /// @param peakMemory in bytes: an upper bound of its resident memory at any time
  public record Usage(Duration user, Duration system, long peakMemory) {}
}
