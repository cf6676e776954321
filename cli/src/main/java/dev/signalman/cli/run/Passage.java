package dev.signalman.cli.run;

import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.init.ShortWay;
import dev.signalman.io.Fd;
import dev.signalman.process.Child;
import dev.signalman.signal.SignalHandler;
import org.jspecify.annotations.Nullable;

/// Sends signals on to the program before this process does anything else with them: its other
/// reactions and reports take longer. Real-time signals do not go this way, because they may have
/// to wait for room.
final class Passage implements SignalHandler, ShortWay.User {
  /// A tool that attaches to this process sends QUIT, which is not for the program. PIPE and XFSZ
  /// this process may have raised itself.
  private static final SignalSet NEVER = SignalSet.of(Signal.QUIT, Signal.PIPE, Signal.XFSZ);

  private final SignalHandler rest;
  private @Nullable ShortWay way;
  private @Nullable Fd pidfd;
  private boolean passed;

  /// @param rest handles all signals
  Passage(SignalHandler rest) {
    this.rest = rest;
  }

  @Override
  public void offer(ShortWay way) {
    this.way = way;
  }

  /// From now on the program gets its signals this way, if there is one here.
  ///
  /// @param overlooked signals that may be none for the program
  void open(Child child, SignalSet taken, RunPlan.Passing passing, SignalSet overlooked) {
    ShortWay way = this.way;
    if (way == null) {
      return;
    }
    try {
      Fd copy = child.pidfd();
      pidfd = copy;
      if (!way.open(copy.number(), passing.toGroup())) {
        return;
      }
    } catch (IllegalStateException | UnsupportedOperationException | PosixException _) {
      return; // it has ended, or is held by its pid, or no descriptor is left: the long way is open
    }
    for (Signal signal : taken) {
      Signal as = passing.rewrites().of(signal);
      boolean here = signal.isRealTime() || NEVER.contains(signal) || overlooked.contains(signal);
      if (!here && as != null && !as.isRealTime()) {
        way.pass(signal, as);
      }
    }
  }

  /// The program has ended: no later signal is for it.
  void close() {
    if (way != null) {
      way.close();
      way = null;
    }
    if (pidfd != null) {
      pidfd.close();
      pidfd = null;
    }
  }

  /// Whether the signal that is being handled has been passed on already.
  boolean hasPassed() {
    return passed;
  }

  @Override
  public void handle(SignalInfo info) throws Exception {
    passed = way != null && way.hasPassed();
    rest.handle(info);
  }
}
