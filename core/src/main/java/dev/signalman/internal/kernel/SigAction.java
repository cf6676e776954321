package dev.signalman.internal.kernel;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Sigaction;
import dev.signalman.posix.SignalH;

/// The action of a signal: a complete `struct sigaction`, so that it can be put back as it was.
public final class SigAction {
  private static final int FLAGS =
      Sigaction.SA_SIGINFO | Sigaction.SA_RESTART | Sigaction.SA_ONSTACK;

  /// The signals that a program's own errors raise.
  static final long FAULTS =
      SignalSet.of(Signal.ILL, Signal.TRAP, Signal.BUS, Signal.FPE, Signal.SEGV).mask();

  /// The signals that are blocked while a handler runs. Others must not interrupt it, or records
  /// would be written in reverse order; but a fault of the handler itself must show as a fault, and
  /// the C library's own two signals must not wait.
  static final long DURING_HANDLER = ~(FAULTS | 0b11L << 31);

  private final Memory bytes;

  private SigAction(Memory bytes) {
    this.bytes = bytes;
  }

  /// The present action of a signal.
  public static SigAction current(Signal signal) {
    SigAction action = blank();
    action.read(signal);
    return action;
  }

  /// An action without content, to read into.
  public static SigAction blank() {
    return new SigAction(Memory.allocate(Sigaction.SIZE));
  }

  /// Several actions without content, in one block of memory: to allocate one for each takes most
  /// of the time of a claim of many signals.
  public static SigAction[] blanks(int count) {
    Memory block = Memory.allocate((long) count * Sigaction.SIZE);
    SigAction[] actions = new SigAction[count];
    for (int i = 0; i < count; i++) {
      actions[i] = new SigAction(block.slice((long) i * Sigaction.SIZE, Sigaction.SIZE));
    }
    return actions;
  }

  /// Those of some signals that are ignored now.
  public static SignalSet ignored(SignalSet signals) {
    SigAction action = blank();
    SignalSet ignored = SignalSet.none();
    for (Signal signal : signals) {
      action.read(signal);
      if (action.isIgnore()) {
        ignored = ignored.with(signal);
      }
    }
    return ignored;
  }

  /// Makes this the present action of a signal.
  public void read(Signal signal) {
    Calls.certain(SignalH.sigaction(signal.number(), null, bytes), "sigaction(NULL)");
  }

  /// Makes this the default action.
  public void makeDefault() {
    bytes.clear();
  }

  /// A handler of ours.
  public static SigAction handler(long address) {
    Memory bytes = Memory.allocate(Sigaction.SIZE);
    bytes.putLong(Sigaction.HANDLER, address);
    bytes.putLong(Sigaction.MASK, DURING_HANDLER);
    bytes.putInt(Sigaction.FLAGS, FLAGS);
    return new SigAction(bytes);
  }

  /// `SIG_IGN`.
  public static SigAction ignore() {
    return new SigAction(
        Memory.allocate(Sigaction.SIZE).putLong(Sigaction.HANDLER, SignalH.SIG_IGN));
  }

  /// `SIG_DFL`.
  public static SigAction setDefault() {
    return new SigAction(
        Memory.allocate(Sigaction.SIZE).putLong(Sigaction.HANDLER, SignalH.SIG_DFL));
  }

  /// An action that makes the kernel discard pending instances of a signal, blocked or not.
  public static SigAction discarding(Signal signal) {
    // Children that end while CHLD is ignored lose their status; the default action discards CHLD,
    // too.
    return signal == Signal.CHLD ? setDefault() : ignore();
  }

  /// Installs this action for a signal.
  public void install(Signal signal) {
    int result = SignalH.sigaction(signal.number(), bytes, null);
    if (result < 0) { // the text is not made before: that alone takes a start some milliseconds
      Calls.certain(result, "sigaction(" + signal + ")");
    }
  }

  /// Installs this action for a signal, and stores the previous one in `before`.
  public void exchange(Signal signal, SigAction before) {
    Calls.certain(SignalH.sigaction(signal.number(), bytes, before.bytes), "sigaction(exchange)");
  }

  /// Installs this action for a signal if one of our handlers is in place. A foreign handler stays.
  ///
  /// @param spare memory for the check, because no call here may fail
  /// @return whether ours was in place
  public boolean putBack(Signal signal, long ours, SigAction spare) {
    spare.read(signal);
    if (spare.handler() != ours) {
      return false;
    }
    exchange(signal, spare);
    if (spare.handler() == ours) {
      return true;
    }
    spare.install(signal); // a foreign one came in between and was replaced for a moment
    return false;
  }

  public long handler() {
    return bytes.getLong(Sigaction.HANDLER);
  }

  public boolean isDefault() {
    return handler() == SignalH.SIG_DFL;
  }

  public boolean isIgnore() {
    return handler() == SignalH.SIG_IGN;
  }
}
