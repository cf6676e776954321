package dev.signalman.internal.engine;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.Ownership;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.SigAction;
import dev.signalman.internal.kernel.VmSignals;
import org.jspecify.annotations.Nullable;

/// Refuses changes that would break the VM or its promises, before anything is changed.
final class Guards {
  /// The signals whose HotSpot handlers may be replaced, because those handlers are policy, not
  /// machinery.
  private static final SignalSet REPLACEABLE =
      SignalSet.TERMINATION.union(
          SignalSet.of(Signal.QUIT, VmSignals.SUSPEND, Signal.PIPE, Signal.XFSZ));

  /// QUIT first: a launcher may have set the others to ignored.
  private static final Signal[] PASSED_TO_JAVA = {Signal.QUIT, Signal.TERM, Signal.INT, Signal.HUP};

  /// The signals that a thread's own writes raise in it. While the thread blocks them, no other
  /// thread can read them: one would stay pending in each thread that had such a write.
  static final SignalSet OF_WRITES = SignalSet.of(Signal.PIPE, Signal.XFSZ);

  /// The handler by which HotSpot passes signals on to Java: those of [#REPLACEABLE], and those
  /// that the program has given to `sun.misc.Signal`. 0 if it is not installed, as under `-Xrs`.
  /// Found before anything is claimed.
  private static final long JAVA_HANDLER = javaHandler();

  private Guards() {}

  private static long javaHandler() {
    for (Signal signal : PASSED_TO_JAVA) {
      SigAction action = SigAction.current(signal);
      if (VmSignals.isVmHandler(action)) {
        return action.handler();
      }
    }
    return 0;
  }

  static void checkReceivable(Signal signal, SigAction current) {
    if (!Ownership.receivable(signal)) {
      throw refused(signal, "be claimed", Ownership.of(signal).reason());
    }
    checkHandler(signal, current, "be claimed");
  }

  /// A claim may ask for less than the machine allows, never for more.
  static void checkMode(SignalSet signals, @Nullable Mode asked, Capabilities can) {
    if (asked != Mode.FULL) {
      return;
    }
    if (can.mode() != Mode.FULL) {
      throw unsupported("signals come in mode " + can.mode() + " here: " + can.cause());
    }
    for (Signal signal : signals) {
      if (signal == VmSignals.SUSPEND || signal == Signal.URG || OF_WRITES.contains(signal)) {
        throw unsupported(
            signal.fullName() + " comes in mode HANDLER_ONLY: it is sent to single threads");
      }
    }
  }

  /// The mode of a new claim. Without a request it is signalfd, except for signals that the kernel
  /// directs at single threads, and those that HotSpot handles and unblocks in each thread that it
  /// starts: they never stay blocked everywhere for long, and processes that native code starts
  /// would inherit the block. Decision 0019 has the figures.
  static Mode wanted(Signal signal, @Nullable Mode asked, SigAction previous) {
    if (asked != null) {
      return asked;
    }
    boolean ofTheVm = SignalSet.TERMINATION.contains(signal) && VmSignals.isVmHandler(previous);
    return ofTheVm || OF_WRITES.contains(signal) ? Mode.HANDLER_ONLY : Mode.FULL;
  }

  private static UnsupportedOperationException unsupported(String reason) {
    return new UnsupportedOperationException(
        "no claim in mode FULL: " + reason + "; ask for no mode and see what mode() says");
  }

  static void checkIgnorable(Signal signal, SigAction current) {
    checkMachinery(signal, "be ignored");
    switch (signal) {
      case QUIT, CHLD -> throw refused(signal, "be ignored", Ownership.of(signal).reason());
      default -> checkHandler(signal, current, "be ignored");
    }
  }

  static void checkDefaultable(Signal signal, SigAction current) {
    checkMachinery(signal, "be set to its default action");
    switch (signal) {
      case QUIT, PIPE, XFSZ ->
          throw refused(
              signal,
              "be set to its default action",
              "the default would end the VM where it expects to continue: "
                  + Ownership.of(signal).reason());
      default -> checkHandler(signal, current, "be set to its default action");
    }
  }

  private static void checkMachinery(Signal signal, String wish) {
    if (VmSignals.MACHINERY.contains(signal) || signal == Signal.KILL || signal == Signal.STOP) {
      throw refused(signal, wish, Ownership.of(signal).reason());
    }
    if (signal == VmSignals.SUSPEND) {
      throw refused(
          signal, wish, "the VM suspends its threads with it; _JAVA_SR_SIGNUM moves the VM away");
    }
  }

  /// Refuses a signal for which the VM has a handler that the fixed list does not know, such as
  /// SIGPROF under a VM flag. Other handlers are restored at release.
  static void checkHandler(Signal signal, SigAction current, String wish) {
    if (current.isDefault() || current.isIgnore()) {
      return;
    }
    if (current.handler() != JAVA_HANDLER
        && VmSignals.isVmHandler(current)
        && !REPLACEABLE.contains(signal)) {
      throw refused(
          signal,
          wish,
          "the VM has installed a handler for it; turn off what uses it, such as"
              + " JFR's CPU-time sampling for SIGPROF");
    }
    if (HandlerCopies.include(current.handler())) {
      throw refused(
          signal,
          wish,
          "another copy of Signalman, loaded by another class loader, has claimed it; close it"
              + " there");
    }
  }

  /// Whether the action that stands now does nothing with an instance that was not read. HotSpot's
  /// handler of its suspend signal does what a thread of the VM asks another for, and warns of
  /// every other instance (25).
  static boolean isForNobody(Signal signal) {
    return signal == VmSignals.SUSPEND && VmSignals.isVmHandler(SigAction.current(signal));
  }

  private static ReservedSignalException refused(Signal signal, String wish, String reason) {
    return new ReservedSignalException(signal, wish, reason);
  }
}
