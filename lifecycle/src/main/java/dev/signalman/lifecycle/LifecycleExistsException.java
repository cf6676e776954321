package dev.signalman.lifecycle;

/// A second lifecycle was opened in one VM. Only one can own the signals and the end of the
/// process.
public final class LifecycleExistsException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  LifecycleExistsException() {
    super(
        "this VM has an open Lifecycle already; add stages and tasks to that one, or close it"
            + " first");
  }
}
