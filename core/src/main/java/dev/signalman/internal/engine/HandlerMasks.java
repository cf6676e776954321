package dev.signalman.internal.engine;

import dev.signalman.internal.kernel.ThreadMasks;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Sigaction;
import dev.signalman.posix.SignalH;

/// The signals that the handlers of this process add to a thread's mask while they run in it.
///
/// A mask that is set up inside a handler lasts until that handler returns: then the kernel
/// restores the mask from before. So a thread whose mask contains everything that some handler adds
/// may be inside that handler, and has to be checked again.
final class HandlerMasks {
  private static final int HIGHEST = 64;

  /// Two signals that the C library keeps for itself and whose handlers it does not show.
  private static final int[] HIDDEN = {32, 33};

  private static final int SA_NODEFER = 0x4000_0000;

  private final Memory action = Memory.allocate(Sigaction.SIZE);
  private final long[] added = new long[HIGHEST + HIDDEN.length];
  private int count;

  /// Asks the kernel for all handlers.
  void read() {
    count = 0;
    for (int number = 1; number <= HIGHEST; number++) {
      if (SignalH.sigaction(number, null, action) == 0) {
        handler(
            number,
            action.getLong(Sigaction.HANDLER),
            action.getLong(Sigaction.MASK),
            action.getInt(Sigaction.FLAGS));
      }
    }
    for (int number : HIDDEN) {
      add(bit(number));
    }
  }

  /// Records one handler.
  void handler(int number, long handler, long mask, int flags) {
    if (handler != SignalH.SIG_DFL && handler != SignalH.SIG_IGN) {
      long own = (flags & SA_NODEFER) == 0 ? bit(number) : 0;
      add((mask | own) & ~ThreadMasks.NEVER_BLOCKED);
    }
  }

  private void add(long mask) {
    added[count++] = mask;
  }

  /// Whether a thread that blocks `mask` may be inside one of the handlers.
  boolean mayRunUnder(long mask) {
    for (int i = 0; i < count; i++) {
      if ((added[i] & ~mask) == 0) {
        return true;
      }
    }
    return false;
  }

  private static long bit(int number) {
    return 1L << (number - 1);
  }
}
