package dev.signalman.internal.engine;

import dev.signalman.Ownership;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.DlfcnH;
import org.jspecify.annotations.Nullable;

/// Refuses what would break the VM, or break what the VM promises, before anything is changed.
final class Guards {
  /// The signal with which HotSpot suspends threads.
  static final Signal SUSPEND = suspendSignal(System.getenv("_JAVA_SR_SIGNUM"));

  /// Handlers of HotSpot that may be replaced, because what they do is a policy, not machinery.
  private static final SignalSet REPLACEABLE =
      SignalSet.TERMINATION.with(Signal.QUIT).with(SUSPEND);

  /// QUIT first: a launcher may have had the others ignored.
  private static final Signal[] PASSED_TO_JAVA = {Signal.QUIT, Signal.TERM, Signal.INT, Signal.HUP};

  /// What the VM and the JDK work with, to be touched in no way.
  static final SignalSet MACHINERY =
      SignalSet.of(Signal.SEGV, Signal.BUS, Signal.FPE, Signal.ILL, Signal.RT28);

  /// The handler by which HotSpot passes signals on to Java: those of [#REPLACEABLE], and whatever
  /// the program has given to `sun.misc.Signal`. 0 if it stands nowhere, as under `-Xrs`. Asked
  /// before anything is claimed.
  private static final long JAVA_HANDLER = javaHandler();

  private Guards() {}

  private static long javaHandler() {
    for (Signal signal : PASSED_TO_JAVA) {
      Action action = Action.current(signal);
      if (isVmHandler(action)) {
        return action.handler();
      }
    }
    return 0;
  }

  /// HotSpot takes the variable if it lies above the signals of program errors.
  static Signal suspendSignal(@Nullable String wish) {
    if (wish != null && wish.matches("[0-9]{1,3}")) {
      int number = Integer.parseInt(wish);
      if (number > Signal.SEGV.number() && number <= 64 && number != 32 && number != 33) {
        return Signal.of(number);
      }
    }
    return Signal.USR2;
  }

  static void checkReceivable(Signal signal, Action current) {
    if (!Ownership.receivable(signal)) {
      throw refused(signal, "be claimed", Ownership.of(signal).reason());
    }
    checkHandler(signal, current, "be claimed");
  }

  static void checkIgnorable(Signal signal, Action current) {
    checkMachinery(signal, "be ignored");
    switch (signal) {
      case QUIT, CHLD -> throw refused(signal, "be ignored", Ownership.of(signal).reason());
      default -> checkHandler(signal, current, "be ignored");
    }
  }

  static void checkDefaultable(Signal signal, Action current) {
    checkMachinery(signal, "be set to its default action");
    switch (signal) {
      case QUIT, PIPE, XFSZ ->
          throw refused(
              signal,
              "be set to its default action",
              "the default would end the VM where it expects to go on: "
                  + Ownership.of(signal).reason());
      default -> checkHandler(signal, current, "be set to its default action");
    }
  }

  private static void checkMachinery(Signal signal, String wish) {
    if (MACHINERY.contains(signal) || signal == Signal.KILL || signal == Signal.STOP) {
      throw refused(signal, wish, Ownership.of(signal).reason());
    }
    if (signal == SUSPEND) {
      throw refused(
          signal, wish, "the VM suspends its threads with it; _JAVA_SR_SIGNUM moves the VM away");
    }
  }

  /// The list of names does not know what a flag of this VM makes it use, such as SIGPROF. Whoever
  /// else has a handler gets it back at release.
  static void checkHandler(Signal signal, Action current, String wish) {
    if (current.handler() != JAVA_HANDLER && isVmHandler(current) && !isReplaceable(signal)) {
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

  private static boolean isReplaceable(Signal signal) {
    return REPLACEABLE.contains(signal) || signal == Signal.PIPE || signal == Signal.XFSZ;
  }

  private static boolean isHandled(Action action) {
    return !action.isDefault() && !action.isIgnore();
  }

  static boolean isVmHandler(Action action) {
    if (!isHandled(action)) {
      return false;
    }
    DlfcnH.Place place = DlfcnH.dladdr(action.handler());
    return place != null && place.library().endsWith("/libjvm.so");
  }

  private static ReservedSignalException refused(Signal signal, String wish, String reason) {
    return new ReservedSignalException(signal, wish, reason);
  }

  /// The JDK resets SIGCHLD when its process code is first used, which would undo a claim made
  /// before. So that code is made to run now; it starts no process.
  static void settleChildHandling() {
    try {
      Class.forName("java.lang.ProcessImpl", true, null);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("this JDK has no java.lang.ProcessImpl", e);
    }
  }
}
