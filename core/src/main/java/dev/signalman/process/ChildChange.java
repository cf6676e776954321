package dev.signalman.process;

import dev.signalman.Signal;

/// A change of a child's state, as [Child#waitForChange] reports it.
public sealed interface ChildChange {
  /// A signal has stopped the child.
  ///
  /// @param signal STOP, TSTP, TTIN or TTOU
  record Stopped(Signal signal) implements ChildChange {
    @Override
    public String toString() {
      return "stopped by signal " + signal.fullName();
    }
  }

  /// CONT has continued the child.
  record Continued() implements ChildChange {
    @Override
    public String toString() {
      return "continued";
    }
  }

  /// The child has ended.
  ///
  /// @param status how it ended
  record Ended(ExitStatus status) implements ChildChange {
    @Override
    public String toString() {
      return status.toString();
    }
  }
}
