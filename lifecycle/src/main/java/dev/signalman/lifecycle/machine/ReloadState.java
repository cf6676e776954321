package dev.signalman.lifecycle.machine;

/// Whether a reload runs, and whether one more has to follow. After any number of requests during
/// one, exactly one follows. None begins once the program stops.
///
/// @param running whether one runs
/// @param again whether one more follows it
/// @param over whether the program stops
public record ReloadState(boolean running, boolean again, boolean over) {
  /// No reload runs.
  public static final ReloadState IDLE = new ReloadState(false, false, false);

  /// A reload is requested. It has to be started if none ran before.
  public ReloadState asked() {
    return over ? this : new ReloadState(true, running, false);
  }

  /// The reload has ended. If [#running] is still true, the next one has to be started.
  public ReloadState ended() {
    return new ReloadState(again && !over, false, over);
  }

  /// The program stops.
  public ReloadState stopped() {
    return new ReloadState(running, false, true);
  }
}
