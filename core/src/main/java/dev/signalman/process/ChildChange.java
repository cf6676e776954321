package dev.signalman.process;

import dev.signalman.Signal;

/// What [Child#waitForChange] waits for.
public sealed interface ChildChange {
  /// A signal has stopped it.
  ///
  /// @param signal STOP, TSTP, TTIN or TTOU
  record Stopped(Signal signal) implements ChildChange {
    @Override
    public String toString() {
      return "stopped by signal " + signal.fullName();
    }
  }

  /// CONT has continued it.
  record Continued() implements ChildChange {
    @Override
    public String toString() {
      return "continued";
    }
  }

  /// It has ended.
  ///
  /// @param status how
  record Ended(ExitStatus status) implements ChildChange {
    @Override
    public String toString() {
      return status.toString();
    }
  }
}
