package dev.signalman.internal.engine;

/// Tells threads apart that have had the same id one after the other, and what they do now.
interface ThreadIdentity {
  /// A number that goes with the thread, 0 if it cannot be told.
  long of(int tid);

  /// Whether a thread sleeps in the kernel now, so that nothing is gained by waiting for it.
  default boolean isAsleep(int tid) {
    return false;
  }

  /// Whether a thread may be the one that had `identity`.
  default boolean isSame(int tid, long identity) {
    long now = of(tid);
    return identity == 0 || now == 0 || identity == now;
  }
}
