package dev.signalman.internal.engine;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.Ownership;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.DlfcnH;
import org.jspecify.annotations.Nullable;

/// Refuses changes that would break the VM or its promises, before anything is changed.
final class Guards {
  /// The signal with which HotSpot suspends threads.
  static final Signal SUSPEND = suspendSignal(System.getenv("_JAVA_SR_SIGNUM"));

  /// The signals whose HotSpot handlers may be replaced, because those handlers are policy, not
  /// machinery.
  private static final SignalSet REPLACEABLE =
      SignalSet.TERMINATION.union(SignalSet.of(Signal.QUIT, SUSPEND, Signal.PIPE, Signal.XFSZ));

  /// QUIT first: a launcher may have set the others to ignored.
  private static final Signal[] PASSED_TO_JAVA = {Signal.QUIT, Signal.TERM, Signal.INT, Signal.HUP};

  /// The signals that the VM and the JDK work with; they must never be touched.
  static final SignalSet MACHINERY =
      SignalSet.of(Signal.SEGV, Signal.BUS, Signal.FPE, Signal.ILL, Signal.RT28);

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
      Action action = Action.current(signal);
      if (isVmHandler(action)) {
        return action.handler();
      }
    }
    return 0;
  }

  /// The suspend signal: HotSpot accepts the variable if it is above the signals of program errors.
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

  /// A claim may ask for less than the machine allows, never for more.
  static void checkMode(SignalSet signals, @Nullable Mode asked, Capabilities can) {
    if (asked != Mode.SIGNALFD) {
      return;
    }
    if (can.mode() != Mode.SIGNALFD) {
      throw unsupported("signals come in mode " + can.mode() + " here: " + can.cause());
    }
    for (Signal signal : signals) {
      if (signal == SUSPEND || signal == Signal.URG || OF_WRITES.contains(signal)) {
        throw unsupported(
            signal.fullName() + " comes in mode HANDLER_ONLY: it is sent to single threads");
      }
    }
  }

  /// The mode of a new claim. Without a request it is signalfd, except for signals that the kernel
  /// directs at single threads, and those that HotSpot handles and unblocks in each thread that it
  /// starts: they never stay blocked everywhere for long, and processes that native code starts
  /// would inherit the block. Decision 0019 has the figures.
  static Mode wanted(Signal signal, @Nullable Mode asked, Action previous) {
    if (asked != null) {
      return asked;
    }
    boolean ofTheVm = SignalSet.TERMINATION.contains(signal) && isVmHandler(previous);
    return ofTheVm || OF_WRITES.contains(signal) ? Mode.HANDLER_ONLY : Mode.SIGNALFD;
  }

  private static UnsupportedOperationException unsupported(String reason) {
    return new UnsupportedOperationException(
        "no claim in mode SIGNALFD: " + reason + "; ask for no mode and see what mode() says");
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
              "the default would end the VM where it expects to continue: "
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

  /// Refuses a signal for which the VM has a handler that the fixed list does not know, such as
  /// SIGPROF under a VM flag. Other handlers are restored at release.
  static void checkHandler(Signal signal, Action current, String wish) {
    if (current.handler() != JAVA_HANDLER
        && isVmHandler(current)
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
    return signal == SUSPEND && isVmHandler(Action.current(signal));
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

  /// Initialises the JDK's process code, which resets SIGCHLD at its first use and so would undo an
  /// earlier claim. No process is started.
  static void settleChildHandling() {
    try {
      Class.forName("java.lang.ProcessImpl", true, null);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("this JDK has no java.lang.ProcessImpl", e);
    }
  }
}
