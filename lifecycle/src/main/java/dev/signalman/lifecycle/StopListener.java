package dev.signalman.lifecycle;

import java.time.Duration;
import java.util.List;

/// Is told how a stop proceeds. All methods do nothing unless overridden.
///
/// They are called in a thread of their own, one at a time and in order. A listener that hangs does
/// not delay the stages; at the end the stop waits for it for at most a second. An exception is
/// reported to the uncaught-exception handler of that thread.
///
/// ```java
/// StopListener listener = new StopListener() {
///   @Override public void ended(StopReport report) { System.err.println(report.toJson()); }
/// };
/// ```
public interface StopListener {
  /// The stop has begun.
  ///
  /// @param deadline the time until the process ends, at the latest
  default void began(StopCause cause, Duration deadline) {}

  /// A stage has begun.
  default void stageBegan(String stage) {}

  /// A stage has ended.
  default void stageEnded(StageReport stage) {}

  /// Half of a task's time, or nine tenths of it, is over.
  ///
  /// @param task says where its thread is
  /// @param percent 50 or 90
  default void slow(TaskReport task, int percent) {}

  /// Told every five seconds.
  ///
  /// @param took the time since the stop began
  /// @param tasks those that run
  default void awaiting(Duration took, List<TaskReport> tasks) {}

  /// The stages are over. This comes last, except [#hooksHang].
  default void ended(StopReport report) {}

  /// The VM's shutdown hooks take long.
  ///
  /// @param hooks the threads that still run
  /// @param left the time until the VM is halted
  default void hooksHang(List<ThreadView> hooks, Duration left) {}

  /// A reload has ended well.
  default void reloaded(Duration took) {}

  /// A reload has failed.
  ///
  /// @param part what failed
  /// @param applied the parts whose new state is in use already; empty if the old state was kept
  ///   everywhere
  default void reloadFailed(String part, Throwable error, List<String> applied) {}

  /// Something else that should be known, in a sentence: for example that other code has taken over
  /// a signal.
  default void noted(String sentence) {}
}
