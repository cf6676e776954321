package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.SignalEngine;
import dev.signalman.observe.DropReason;
import dev.signalman.observe.Observer;

/// Tells observers of claims, and of signals that found a pipe full. Used only when there is one.
final class Observation {
  /// Of the signals that found a pipe full, those that the observers know of. By number.
  private static final long[] TOLD = new long[Long.SIZE + 1];

  private Observation() {}

  static void claimed(Observer all, SignalEngine engine, SignalSet signals) {
    for (Signal signal : signals) {
      all.claimed(signal, engine.mode(signal));
    }
  }

  static void released(Observer all, SignalEngine engine, SignalSet signals) {
    drops(all, engine, signals);
    for (Signal signal : signals) {
      all.released(signal);
    }
  }

  /// A signal that the receiver of `signals` has read itself.
  static SignalInfo delivered(
      Observer all, SignalEngine engine, SignalSet signals, SignalInfo info) {
    all.delivered(info, -1);
    drops(all, engine, signals);
    return info;
  }

  /// The pipe that was full has since been read, so this is called after each of them.
  static void drops(Observer all, SignalEngine engine, Iterable<Signal> signals) {
    for (Signal signal : signals) {
      long count = untold(engine, signal);
      if (count > 0) {
        all.dropped(signal, count, DropReason.PIPE_FULL);
      }
    }
  }

  private static long untold(SignalEngine engine, Signal signal) {
    synchronized (TOLD) {
      int number = signal.number();
      long count = engine.dropped(SignalSet.of(signal)) - TOLD[number];
      TOLD[number] += count;
      return count;
    }
  }
}
