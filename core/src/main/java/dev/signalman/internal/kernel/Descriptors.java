package dev.signalman.internal.kernel;

import dev.signalman.PosixException;
import dev.signalman.posix.UnistdH;
import java.util.ArrayDeque;
import java.util.Deque;

/// Descriptors that are opened all together or not at all.
public final class Descriptors {
  private final Deque<Integer> open = new ArrayDeque<>();

  /// Adds the descriptor that a call opened.
  ///
  /// @throws PosixException if the call failed
  public int add(int result, String call) throws PosixException {
    open.push(Calls.check(result, call));
    return result;
  }

  public void close() {
    while (!open.isEmpty()) {
      UnistdH.close(open.pop());
    }
  }
}
