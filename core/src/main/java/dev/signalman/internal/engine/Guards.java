package dev.signalman.internal.engine;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
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
      SignalSet.TERMINATION.union(SignalSet.of(Signal.QUIT, SUSPEND, Signal.PIPE, Signal.XFSZ));

  /// QUIT first: a launcher may have had the others ignored.
  private static final Signal[] PASSED_TO_JAVA = {Signal.QUIT, Signal.TERM, Signal.INT, Signal.HUP};

  /// What the VM and the JDK work with, to be touched in no way.
  static final SignalSet MACHINERY =
      SignalSet.of(Signal.SEGV, Signal.BUS, Signal.FPE, Signal.ILL, Signal.RT28);

  /// What a thread's own writes raise in it, and nobody can read elsewhere while it blocks them. If
  /// they were blocked, one would stay pending in each thread that had such a write.
  static final SignalSet OF_WRITES = SignalSet.of(Signal.PIPE, Signal.XFSZ);

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
            signal.fullName() + " comes in mode HANDLER_ONLY, for single threads are sent it");
      }
    }
  }

  /// How a signal shall come. Without a wish that is by signalfd, but for those that the kernel
  /// directs at single threads, and those that HotSpot handles and unblocks in each thread that it
  /// starts: to block these everywhere never holds for long, and what native code starts would
  /// inherit it. Decision 0019 has the figures.
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
