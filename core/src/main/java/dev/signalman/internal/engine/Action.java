package dev.signalman.internal.engine;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Sigaction;
import dev.signalman.posix.SignalH;

/// What a signal does: a complete `struct sigaction`, so that it can be put back as it was.
final class Action {
  private static final int FLAGS =
      Sigaction.SA_SIGINFO | Sigaction.SA_RESTART | Sigaction.SA_ONSTACK;

  /// What a program's own errors raise.
  static final long FAULTS =
      SignalSet.of(Signal.ILL, Signal.TRAP, Signal.BUS, Signal.FPE, Signal.SEGV).mask();

  /// While a handler runs nothing else is delivered to its thread, or records would be written in
  /// reverse order; but a fault of the handler itself must show as one, and the C library's own two
  /// signals must not wait.
  static final long DURING_HANDLER = ~(FAULTS | 0b11L << 31);

  private final Memory bytes;

  private Action(Memory bytes) {
    this.bytes = bytes;
  }

  /// The action that stands now.
  static Action current(Signal signal) {
    Action action = blank();
    action.read(signal);
    return action;
  }

  /// Memory for one that is yet to be read.
  static Action blank() {
    return new Action(Memory.allocate(Sigaction.SIZE));
  }

  /// Becomes the action that stands now.
  void read(Signal signal) {
    Calls.certain(SignalH.sigaction(signal.number(), null, bytes), "sigaction(NULL)");
  }

  /// Becomes the default action.
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

  /// One that makes the kernel throw away what is pending of a signal, blocked or not.
  static Action discarding(Signal signal) {
    // Children that end while CHLD is ignored lose their status; by default it is thrown away, too.
    return signal == Signal.CHLD ? setDefault() : ignore();
  }

  /// Makes this the action of a signal.
  void install(Signal signal) {
    Calls.certain(SignalH.sigaction(signal.number(), bytes, null), "sigaction(" + signal + ")");
  }

  /// Makes this the action of a signal, and has `before` become what stood there.
  void exchange(Signal signal, Action before) {
    Calls.certain(SignalH.sigaction(signal.number(), bytes, before.bytes), "sigaction(exchange)");
  }

  /// Makes this the action of a signal where one of our handlers stands. Anybody else's stays.
  ///
  /// @param spare memory to look with, for no call here may fail
  /// @return whether ours stood there
  boolean putBack(Signal signal, long ours, Action spare) {
    spare.read(signal);
    if (spare.handler() != ours) {
      return false;
    }
    exchange(signal, spare);
    if (spare.handler() == ours) {
      return true;
    }
    spare.install(signal); // it came in between, and has been away for a moment
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
