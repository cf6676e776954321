package dev.signalman.lifecycle;

import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The exit status of a program that stops. If other code called `System.exit`, the status of that
/// call is kept.
public final class StopStatus {
  private static final int SIGNAL_BASE = 128;

  /// Null for the default.
  private final @Nullable ToIntFunction<StopReport> choice;

  private final boolean ofSignal;
  private final boolean bySignal;

  private StopStatus(
      @Nullable ToIntFunction<StopReport> choice, boolean ofSignal, boolean bySignal) {
    this.choice = choice;
    this.ofSignal = ofSignal;
    this.bySignal = bySignal;
  }

  /// The default: 0 if everything ended in time, 1 if something was late or failed, 128 plus the
  /// signal number if a second signal forced the stop.
  public static StopStatus cleanIsZero() {
    return new StopStatus(null, false, false);
  }

  /// 128 plus the number of the signal that began the stop, as without a lifecycle: 143 for TERM.
  /// Otherwise as [#cleanIsZero].
  public static StopStatus signalStatus() {
    return new StopStatus(null, true, false);
  }

  /// The process ends by the signal that began the stop, so that its parent sees that the signal
  /// ended it (wait(2)), and a shell stops its script. Otherwise as [#cleanIsZero].
  ///
  /// Limits: shutdown hooks do not run. If the process was started with the signal blocked, it ends
  /// with the status of [#signalStatus] and after its hooks.
  public static StopStatus bySignal() {
    return new StopStatus(null, true, true);
  }

  /// A status that the program chooses, 0 to 255. The report that the function gets has the status
  /// of [#cleanIsZero]. That status is also used if the function throws, takes more than a second,
  /// or returns another number.
  public static StopStatus of(ToIntFunction<StopReport> choice) {
    return new StopStatus(Objects.requireNonNull(choice, "choice"), false, false);
  }

  int choose(StopReport report) {
    if (choice != null) {
      return checked(choice.applyAsInt(report));
    }
    return ofSignal && !report.forced() && report.cause() instanceof StopCause.BySignal cause
        ? SIGNAL_BASE + cause.info().signal().number()
        : report.status().orElse(0);
  }

  /// The kernel keeps only eight bits: 256 would be a success.
  private static int checked(int status) {
    if (status < 0 || status > 255) {
      throw new IllegalArgumentException("an exit status is 0 to 255, and not " + status);
    }
    return status;
  }

  boolean isBySignal() {
    return bySignal;
  }
}
