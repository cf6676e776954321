package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Sigaction;
import dev.signalman.posix.SignalH;

/// The action of a signal: a complete `struct sigaction`, so that it can be put back as it was.
final class Action {
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

  private Action(Memory bytes) {
    this.bytes = bytes;
  }

  /// The present action of a signal.
  static Action current(Signal signal) {
    Action action = blank();
    action.read(signal);
    return action;
  }

  /// An action without content, to read into.
  static Action blank() {
    return new Action(Memory.allocate(Sigaction.SIZE));
  }

  /// Makes this the present action of a signal.
  void read(Signal signal) {
    Calls.certain(SignalH.sigaction(signal.number(), null, bytes), "sigaction(NULL)");
  }

  /// Makes this the default action.
  void makeDefault() {
    bytes.clear();
  }

  /// A handler of ours.
  static Action handler(long address) {
    Memory bytes = Memory.allocate(Sigaction.SIZE);
    bytes.putLong(Sigaction.HANDLER, address);
    bytes.putLong(Sigaction.MASK, DURING_HANDLER);
    bytes.putInt(Sigaction.FLAGS, FLAGS);
    return new Action(bytes);
  }

  /// `SIG_IGN`.
  static Action ignore() {
    return new Action(Memory.allocate(Sigaction.SIZE).putLong(Sigaction.HANDLER, SignalH.SIG_IGN));
  }

  /// `SIG_DFL`.
  static Action setDefault() {
    return new Action(Memory.allocate(Sigaction.SIZE).putLong(Sigaction.HANDLER, SignalH.SIG_DFL));
  }

  /// An action that makes the kernel discard pending instances of a signal, blocked or not.
  static Action discarding(Signal signal) {
    // Children that end while CHLD is ignored lose their status; the default action discards CHLD,
    // too.
    return signal == Signal.CHLD ? setDefault() : ignore();
  }

  /// Installs this action for a signal.
  void install(Signal signal) {
    Calls.certain(SignalH.sigaction(signal.number(), bytes, null), "sigaction(" + signal + ")");
  }

  /// Installs this action for a signal, and stores the previous one in `before`.
  void exchange(Signal signal, Action before) {
    Calls.certain(SignalH.sigaction(signal.number(), bytes, before.bytes), "sigaction(exchange)");
  }

  /// Installs this action for a signal if one of our handlers is in place. A foreign handler stays.
  ///
  /// @param spare memory for the check, because no call here may fail
  /// @return whether ours was in place
  boolean putBack(Signal signal, long ours, Action spare) {
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

  long handler() {
    return bytes.getLong(Sigaction.HANDLER);
  }

  boolean isDefault() {
    return handler() == SignalH.SIG_DFL;
  }

  boolean isIgnore() {
    return handler() == SignalH.SIG_IGN;
  }
}
