package dev.signalman.spring.boot;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.lifecycle.LifecycleBuilder;
import java.time.Duration;
import java.util.List;

/// The properties after they were checked.
///
/// @param stopOn the signals that stop the application
/// @param stopOnChosen whether the application chose them
/// @param reloadOn the signals that reload it
/// @param deadline the time for the whole stop
/// @param drainDelay the part of it in which requests are still accepted
/// @param signalStatus whether the exit status tells the signal
/// @param systemd whether systemd gets messages
/// @param threads whether stacks are logged
record Settings(
    SignalSet stopOn,
    boolean stopOnChosen,
    SignalSet reloadOn,
    Duration deadline,
    Duration drainDelay,
    boolean signalStatus,
    boolean systemd,
    boolean threads) {

  /// Those of an application that sets nothing. They hold until its properties are known. A manager
  /// gets no message before that: it would take the end of this lifecycle for the end of the
  /// program.
  static Settings usual() {
    boolean managed = System.getenv("NOTIFY_SOCKET") != null;
    return new Settings(
        SignalSet.TERMINATION,
        false,
        SignalSet.none(),
        Duration.ofSeconds(25),
        Duration.ZERO,
        false,
        !managed,
        true);
  }

  /// @throws StartRefusedException if a signal has no such name
  static Settings of(SignalmanProperties properties) {
    SignalmanProperties.Stop stop = properties.stop();
    List<String> chosen = stop.on();
    SignalSet reloadOn = signals("signalman.reload.on", properties.reload().on());
    return new Settings(
        chosen == null
            ? SignalSet.TERMINATION.minus(reloadOn)
            : signals("signalman.stop.on", chosen),
        chosen != null,
        reloadOn,
        stop.deadline(),
        stop.drainDelay(),
        stop.exitStatus() == SignalmanProperties.ExitStatus.SIGNAL,
        properties.systemd().enabled(),
        properties.report().threads());
  }

  private static SignalSet signals(String property, List<String> names) {
    SignalSet signals = SignalSet.none();
    for (String name : names) {
      try {
        signals = signals.with(Signal.parse(name.strip()));
      } catch (IllegalArgumentException e) {
        throw new StartRefusedException(
            "The property " + property + " has \"" + name + "\": " + e.getMessage() + ".",
            "Name signals as in kill(1), for example " + property + "=TERM,INT.",
            e);
      }
    }
    return signals;
  }

  /// A listener of HUP means another purpose than the end of the application.
  Settings withListeners(SignalSet listened) {
    boolean takesHangUp = !stopOnChosen && listened.contains(Signal.HUP);
    return new Settings(
        takesHangUp ? stopOn.without(Signal.HUP) : stopOn,
        stopOnChosen,
        reloadOn,
        deadline,
        drainDelay,
        signalStatus,
        systemd,
        threads);
  }

  /// All signals that the lifecycle takes.
  SignalSet signals() {
    return stopOn.union(reloadOn);
  }

  /// How long the beans of one phase may take to stop: nine tenths of what is left of the deadline
  /// without the delay, and without the tenth, or the second, that a lifecycle keeps for its end.
  Duration longestPhase() {
    long kept = Math.max(deadline.toMillis() / 10, Math.min(1_000, deadline.toMillis() / 2));
    long left = deadline.toMillis() - kept - drainDelay.toMillis();
    return Duration.ofMillis(Math.max(1, left * 9 / 10));
  }

  void applyTo(LifecycleBuilder builder) {
    builder.stopOn(stopOn).deadline(deadline).drainDelay(drainDelay);
    for (Signal signal : reloadOn) {
      builder.reloadOn(signal);
    }
    if (systemd) {
      builder.notifySystemd();
    }
  }
}
