package dev.signalman.observe;

import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// How a child ended. If neither `code` nor `signal` is there, the status is unknown.
///
/// @param code the exit code
/// @param signal the number of the signal that killed it
/// @param ran the time from its start until this process knew of its end
/// @param used the resources that it used; null if they are unknown
public record ChildEnd(OptionalInt code, OptionalInt signal, Duration ran, @Nullable Usage used) {
  /// What a child and the children that it waited for used (getrusage(2)).
  ///
  /// @param user the CPU time in its own code
  /// @param system the CPU time of the kernel on its behalf
  /// @param peakMemory bytes: an upper bound of what it had resident at one time
  public record Usage(Duration user, Duration system, long peakMemory) {}
}
