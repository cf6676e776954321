package dev.signalman;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// An immutable set of signals, ordered by number: a Java view of `sigset_t`.
///
/// ```java
/// SignalSet set = SignalSet.of(Signal.HUP, Signal.RT3);
/// set.with(Signal.USR1).contains(Signal.USR1);   // true; `set` itself is unchanged
/// ```
///
/// As a `java.util.Set` it equals any other set with the same signals; its methods that would
/// change it throw `UnsupportedOperationException`.
@SuppressWarnings("EnumOrdinal") // a bit set of an enum is about ordinals
public final class SignalSet extends AbstractSet<Signal> {
  private static final Signal[] ALL = Signal.values();
  private static final SignalSet NONE = new SignalSet(0);

  /// The signals by which people and supervisors ask a program to end: HUP, INT, TERM.
  public static final SignalSet TERMINATION = of(Signal.HUP, Signal.INT, Signal.TERM);

  /// One bit per signal, by ordinal: unlike the kernel's bits, these do not depend on the C
  /// library.
  private final long ordinals;

  private SignalSet(long ordinals) {
    this.ordinals = ordinals;
  }

  /// The empty set.
  public static SignalSet none() {
    return NONE;
  }

  /// All signals of this machine: the standard ones, and the real-time ones that the C library
  /// leaves free. A program cannot receive all of them, see [Ownership#receivable], and a thread
  /// cannot block all of them, see [dev.signalman.signal.SignalMask#blockable()].
  public static SignalSet all() {
    return ofMask(-1L);
  }

  /// The set of the given signals.
  public static SignalSet of(Signal... signals) {
    long ordinals = 0;
    for (Signal signal : signals) {
      ordinals |= bit(signal);
    }
    return new SignalSet(ordinals);
  }

  /// The set of the given signals.
  public static SignalSet copyOf(Collection<Signal> signals) {
    return signals instanceof SignalSet set ? set : of(signals.toArray(new Signal[0]));
  }

  /// The set that a kernel mask stands for, bit 0 being signal 1; bits of signals that the C
  /// library keeps for itself (32 and 33) are left out.
  public static SignalSet ofMask(long mask) {
    long ordinals = 0;
    for (long rest = mask; rest != 0; rest &= rest - 1) {
      Signal signal = Signal.find(Long.numberOfTrailingZeros(rest) + 1);
      if (signal != null) {
        ordinals |= bit(signal);
      }
    }
    return new SignalSet(ordinals);
  }

  private static long bit(Signal signal) {
    return 1L << signal.ordinal();
  }

  /// The kernel's form: bit 0 is signal 1.
  public long mask() {
    long mask = 0;
    for (Signal signal : this) {
      mask |= 1L << (signal.number() - 1);
    }
    return mask;
  }

  /// This set with one more signal.
  public SignalSet with(Signal signal) {
    return new SignalSet(ordinals | bit(signal));
  }

  /// This set without the given signal.
  public SignalSet without(Signal signal) {
    return new SignalSet(ordinals & ~bit(signal));
  }

  /// The signals of either set.
  public SignalSet union(SignalSet other) {
    return new SignalSet(ordinals | other.ordinals);
  }

  /// The signals of this set that are not in the other.
  public SignalSet minus(SignalSet other) {
    return new SignalSet(ordinals & ~other.ordinals);
  }

  /// The signals of both sets.
  public SignalSet intersection(SignalSet other) {
    return new SignalSet(ordinals & other.ordinals);
  }

  @Override
  public boolean contains(@Nullable Object object) {
    return object instanceof Signal signal && (ordinals & bit(signal)) != 0;
  }

  @Override
  public int size() {
    return Long.bitCount(ordinals);
  }

  @Override
  public Iterator<Signal> iterator() {
    return new Iterator<>() {
      private long rest = ordinals;

      @Override
      public boolean hasNext() {
        return rest != 0;
      }

      @Override
      public Signal next() {
        if (rest == 0) {
          throw new NoSuchElementException();
        }
        Signal signal = ALL[Long.numberOfTrailingZeros(rest)];
        rest &= rest - 1;
        return signal;
      }
    };
  }
}
