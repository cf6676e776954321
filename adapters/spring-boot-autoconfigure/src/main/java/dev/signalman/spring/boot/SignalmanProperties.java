package dev.signalman.spring.boot;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/// The properties of an application that have to do with signals.
///
/// @param enabled Whether the application claims signals. By default it does, except in tests and
///   in a servlet container that is not embedded.
/// @param stop How the application stops.
/// @param reload When the configuration is read again.
/// @param systemd Messages to systemd.
/// @param report The log of a stop.
/// @param metrics Meters of Micrometer.
/// @param jfr Events of the Flight Recorder.
@ConfigurationProperties("signalman")
record SignalmanProperties(
    @Nullable Boolean enabled,
    @DefaultValue Stop stop,
    @DefaultValue Reload reload,
    @DefaultValue Systemd systemd,
    @DefaultValue Report report,
    @DefaultValue Metrics metrics,
    @DefaultValue Jfr jfr) {

  /// How the application stops.
  ///
  /// @param on Signals that stop the application. Unless set, TERM, INT and HUP, without HUP if it
  ///   reloads or has a @SignalListener.
  /// @param deadline Longest time from the signal to the end of the process. The environment
  ///   variable SIGNALMAN_STOP_DEADLINE takes precedence.
  /// @param drainDelay How long requests are still accepted after the application has become
  ///   unready, so that load balancers notice.
  /// @param exitStatus Exit status of an application that a signal stopped in order, unless an
  ///   ExitCodeGenerator chose another one.
  record Stop(
      @Nullable List<String> on,
      @DefaultValue("25s") @DurationUnit(ChronoUnit.SECONDS) Duration deadline,
      @DefaultValue("0s") @DurationUnit(ChronoUnit.SECONDS) Duration drainDelay,
      @DefaultValue("clean") ExitStatus exitStatus) {}

  /// When the configuration is read again.
  ///
  /// @param on Signals at which the configuration is read again. They do not stop the application.
  record Reload(@DefaultValue List<String> on) {}

  /// Messages to systemd.
  ///
  /// @param enabled Whether systemd gets a message when the application is ready, reloads and
  ///   stops, if it started the application with Type=notify.
  record Systemd(@DefaultValue("true") boolean enabled) {}

  /// The log of a stop.
  ///
  /// @param threads Whether the stacks of threads in beans that are slow to stop are logged.
  record Report(@DefaultValue("true") boolean threads) {}

  /// Meters of Micrometer.
  ///
  /// @param enabled Whether signals, children and stages of the stop are meters, if the application
  ///   has Micrometer.
  record Metrics(@DefaultValue("true") boolean enabled) {}

  /// Events of the Flight Recorder.
  ///
  /// @param enabled Whether signals, children and stages of the stop are events, if the VM has the
  ///   Flight Recorder.
  record Jfr(@DefaultValue("true") boolean enabled) {}

  /// The exit status after a stop in order.
  enum ExitStatus {
    /// 0.
    CLEAN,
    /// 128 plus the number of the signal, as without Signalman.
    SIGNAL
  }
}
