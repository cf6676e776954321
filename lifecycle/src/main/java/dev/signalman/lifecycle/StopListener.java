package dev.signalman.lifecycle;

import java.time.Duration;
import java.util.List;

/// Gets calls for each step of a stop. A method that is not overridden does nothing.
///
/// The methods are called in a thread of their own, one at a time and in order. A listener that
/// hangs does not delay the stages; at the end the stop waits at most a second for it. An exception
/// is reported to the uncaught-exception handler of that thread.
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
  /// @param task the task, with the place where its thread is
  /// @param percent 50 or 90
  default void slow(TaskReport task, int percent) {}

  /// Some tasks still run. This is called every five seconds.
  ///
  /// @param took the time since the stop began
  /// @param tasks the tasks that still run
  default void awaiting(Duration took, List<TaskReport> tasks) {}

  /// The stages are over. This is the last call, except for [#hooksHang].
  default void ended(StopReport report) {}

  /// The VM's shutdown hooks take long.
  ///
  /// @param hooks the threads that still run
  /// @param left the time until the VM is halted
  default void hooksHang(List<ThreadView> hooks, Duration left) {}

  /// A reload has succeeded.
  default void reloaded(Duration took) {}

  /// A reload has failed.
  ///
  /// @param part the part that failed
  /// @param applied the parts whose new state is in use already; empty if the old state was kept
  ///   everywhere
  default void reloadFailed(String part, Throwable error, List<String> applied) {}

  /// There is other news, as a sentence: for example that other code has replaced a handler.
  default void noted(String sentence) {}
}
