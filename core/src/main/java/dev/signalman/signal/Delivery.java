package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.internal.engine.SignalEngine;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;

/// One signal on its way to one or more receivers. If all of them are closed before any of them has
/// taken it, it is sent to the process again, to be received again or to take its action: it is
/// never lost.
final class Delivery {
  /// There was no observer when the signal was read.
  static final long UNSEEN = 0;

  private static final int TAKEN = 1 << 30;

  private final SignalInfo info;
  private final SignalEngine engine;

  /// When the signal was read, or [#UNSEEN].
  private final long read;

  /// How many still have it, and [#TAKEN] once one took it: in one number, so that `read` makes no
  /// delivery larger.
  private int holders;

  /// @param read when it was read, as in `System.nanoTime`, or [#UNSEEN]
  Delivery(SignalInfo info, int holders, SignalEngine engine, long read) {
    this.info = info;
    this.engine = engine;
    this.holders = holders;
    this.read = read;
  }

  Signal signal() {
    return info.signal();
  }

  /// Takes it for a receiver, and tells the observers.
  SignalInfo deliver() {
    SignalInfo taken = take();
    Observer all = Observers.all();
    if (all != null) {
      all.delivered(taken, read == UNSEEN ? -1 : System.nanoTime() - read);
    }
    return taken;
  }

  synchronized SignalInfo take() {
    holders = holders - 1 | TAKEN;
    return info;
  }

  void abandon() {
    boolean last;
    synchronized (this) {
      holders--;
      last = holders == 0; // and not taken
    }
    if (last) {
      engine.sendAgain(info);
    }
  }
}
