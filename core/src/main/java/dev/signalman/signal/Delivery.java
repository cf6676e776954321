package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.internal.engine.SignalEngine;

/// One signal on its way to one or more receivers. If all of them are closed before any of them has
/// taken it, it is sent to the process again, to be received again or to take its action: it is
/// never lost.
final class Delivery {
  private final SignalInfo info;
  private final SignalEngine engine;
  private int holders;
  private boolean taken;

  Delivery(SignalInfo info, int holders, SignalEngine engine) {
    this.info = info;
    this.engine = engine;
    this.holders = holders;
  }

  Signal signal() {
    return info.signal();
  }

  synchronized SignalInfo take() {
    holders--;
    taken = true;
    return info;
  }

  void abandon() {
    boolean last;
    synchronized (this) {
      holders--;
      last = holders == 0 && !taken;
    }
    if (last) {
      engine.sendAgain(info);
    }
  }
}
