package dev.signalman.internal.portable;

import dev.signalman.Ownership;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.SignalEngine.Verb;
import dev.signalman.internal.kernel.VmSignals;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Refuses, in portable mode, what would break the VM or could not be undone.
final class PortableGuards {
  /// Signals for which the VM has native handlers that it does not give back as they were.
  private static final SignalSet SWALLOWED = SignalSet.of(Signal.PIPE, Signal.XFSZ);

  private final SystemKind system;

  PortableGuards(SystemKind system) {
    this.system = system;
  }

  /// Whether the system has a signal that the VM knows.
  boolean exists(Signal signal) {
    return system.name(signal) != null;
  }

  /// The name of a signal that [#exists].
  String name(Signal signal) {
    @Nullable String name = system.name(signal);
    return Objects.requireNonNull(name, signal.name());
  }

  /// @throws UnsupportedOperationException if the system has no such signal that the VM knows
  void checkExists(Signal signal) {
    if (!exists(signal)) {
      throw VmMode.lacks(
          signal.isRealTime()
              ? "real-time signals, such as " + signal.fullName()
              : signal.fullName() + " on " + system);
    }
  }

  void checkReceivable(Signal signal) {
    check(signal, "be claimed");
  }

  void checkChangeable(Signal signal, Verb verb) {
    String wish =
        switch (verb) {
          case IGNORE -> "be ignored";
          case DEFAULT -> "be set to its default action";
          case RESTORE -> "be restored";
        };
    check(signal, wish);
    if (verb == Verb.IGNORE && signal == Signal.CHLD) {
      throw refused(signal, wish, Ownership.of(signal).reason());
    }
  }

  private void check(Signal signal, String wish) {
    checkExists(signal);
    if (!Ownership.receivable(signal)) {
      throw refused(signal, wish, Ownership.of(signal).reason());
    }
    if (system != SystemKind.WINDOWS && signal == VmSignals.SUSPEND) {
      throw refused(
          signal,
          wish,
          "the VM suspends its threads with it, and portable mode could not" + " pass it on");
    }
    if (SWALLOWED.contains(signal)) {
      throw refused(
          signal, wish, "the VM swallows it, and portable mode could not put its handler back");
    }
  }

  /// What the VM's refusal means.
  RuntimeException refusedByVm(Signal signal, String wish, IllegalArgumentException refusal) {
    String reason =
        signal == Signal.QUIT
            ? "the VM prints its threads at it, unless it is started with -Xrs"
            : "the VM refuses: " + refusal.getMessage() + "; was it started with -Xrs?";
    RuntimeException refused = refused(signal, wish, reason);
    refused.initCause(refusal);
    return refused;
  }

  private static ReservedSignalException refused(Signal signal, String wish, String reason) {
    return new ReservedSignalException(signal, wish, reason);
  }
}
