package dev.signalman.internal.kernel;

/// Distinguishes threads that had the same id one after the other, and tells whether they rest.
public interface ThreadIdentity {
  /// A number that identifies the thread, 0 if unknown.
  long of(int tid);

  /// Whether a thread sleeps in the kernel now, and most likely for long, so that waiting for it is
  /// useless. A thread that another one has suspended for a moment does not rest.
  default boolean isAtRest(int tid) {
    return false;
  }

  /// Whether another thread has suspended it, as far as can be known.
  default boolean isSuspended(int tid) {
    return false;
  }

  /// Whether a thread may be the one that had `identity`.
  default boolean isSame(int tid, long identity) {
    long now = of(tid);
    return identity == 0 || now == 0 || identity == now;
  }
}
