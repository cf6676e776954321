package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.FirstFailure;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The claims of this process, at most one per signal. Sets of signals are masks here.
///
/// Changed under the lock of [Engine]. A reader without the lock may find a claim that is just
/// being given back, or miss one that is just being made, but it always finds a complete claim.
final class Claims implements Iterable<Claim> {
  private static final int HIGHEST = 64;

  private final @Nullable Claim[] bySignal = new @Nullable Claim[1 + HIGHEST];

  @Nullable Claim get(Signal signal) {
    return bySignal[signal.number()];
  }

  /// A claim whose release has not begun, or null.
  @Nullable Claim standing(Signal signal) {
    Claim claim = get(signal);
    return claim == null || claim.isLeaving() ? null : claim;
  }

  void add(Claim claim) {
    bySignal[claim.signal().number()] = claim;
  }

  void forget(long signals) {
    for (int i = 0; i < bySignal.length; i++) {
      Claim claim = bySignal[i];
      if (claim != null && claim.isIn(signals)) {
        bySignal[i] = null;
      }
    }
  }

  /// Those of `signals` that a receiver holds; a release of them may have begun.
  long held(SignalSet signals, SignalSource source) {
    long held = 0;
    for (Claim claim : this) {
      held |= claim.source() == source ? claim.bit() & signals.mask() : 0;
    }
    return held;
  }

  /// The signals that are blocked in every thread and read from a signalfd.
  long queued() {
    long queued = 0;
    for (Claim claim : this) {
      queued |= claim.queued();
    }
    return queued;
  }

  /// The same for one receiver.
  long queuedFor(SignalSource source) {
    long queued = 0;
    for (Claim claim : this) {
      queued |= claim.source() == source ? claim.queued() : 0;
    }
    return queued;
  }

  /// Those of `signals` that a claim has to block in threads, and a release has to unblock.
  long toBlock(long signals) {
    long bits = 0;
    for (Claim claim : this) {
      bits |= claim.isIn(signals) ? claim.toUnblock() : 0;
    }
    return bits;
  }

  /// Whether a release of `signals` can leave all threads alone.
  boolean areEverywhere(long signals) {
    boolean everywhere = true;
    for (Claim claim : this) {
      everywhere &= !claim.isIn(signals) || claim.isEverywhere();
    }
    return everywhere;
  }

  /// Gives back the actions of `signals`: all others too if the kernel refuses one.
  void giveBackActions(long signals) {
    FirstFailure failure = new FirstFailure();
    for (Claim claim : this) {
      if (claim.isIn(signals)) {
        try {
          claim.giveBack();
        } catch (RuntimeException | Error e) {
          failure.add(e);
        }
      }
    }
    failure.rethrow();
  }

  /// In the order of the signals.
  @Override
  public Iterator<Claim> iterator() {
    return new Present();
  }

  private final class Present implements Iterator<Claim> {
    private int index = -1;
    private @Nullable Claim next;

    Present() {
      advance();
    }

    private void advance() {
      next = null;
      while (next == null && ++index < bySignal.length) {
        next = bySignal[index];
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public Claim next() {
      Claim claim = next;
      if (claim == null) {
        throw new NoSuchElementException();
      }
      advance();
      return claim;
    }
  }
}
