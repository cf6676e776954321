package dev.signalman.internal.kernel;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.posix.DlfcnH;
import dev.signalman.posix.SignalRangeH;
import org.jspecify.annotations.Nullable;

/// The signals that the VM itself uses, and the limits of this library for them.
public final class VmSignals {
  /// The signal with which HotSpot suspends threads.
  public static final Signal SUSPEND = suspendSignal(System.getenv("_JAVA_SR_SIGNUM"));

  /// The signals that the VM and the JDK work with; they must never be touched.
  public static final SignalSet MACHINERY =
      SignalSet.of(Signal.SEGV, Signal.BUS, Signal.FPE, Signal.ILL, Signal.RT28);

  private VmSignals() {}

  /// Makes sure that the kernel keeps a child's status until it is asked for, which it does not in
  /// a process that was started with SIGCHLD ignored. The JDK corrects that for its own children;
  /// this makes it do so now.
  public static void keepChildStatuses() {
    if (SigAction.current(Signal.CHLD).isIgnore()) {
      settleChildHandling();
    }
  }

  /// What HotSpot's handler of a signal is for (`os_posix.cpp`, JDK 25).
  public static String purpose(Signal signal) {
    if (signal == SUSPEND) {
      return "suspending threads";
    }
    return switch (signal) {
      case HUP, INT, TERM -> "shutdown hooks";
      case QUIT -> "thread dump";
      case PIPE, XFSZ -> "ignoring it";
      case SEGV, BUS, FPE, ILL, TRAP -> "its own code and its error report";
      case PROF -> "CPU-time sampling";
      default -> "sun.misc.Signal";
    };
  }

  /// The signals that a thread can block without harm to the VM.
  public static SignalSet blockable() {
    return SignalSet.all().minus(MACHINERY).minus(SignalSet.of(Signal.KILL, Signal.STOP, SUSPEND));
  }

  /// Whether a thread that blocks the signal would break the VM, or hang it.
  public static boolean mustStayUnblocked(Signal signal) {
    return MACHINERY.contains(signal) || signal == SUSPEND;
  }

  /// The suspend signal: HotSpot accepts the variable if it is above the signals of program errors.
  static Signal suspendSignal(@Nullable String wish) {
    if (wish != null && wish.matches("[0-9]{1,3}")) {
      int number = Integer.parseInt(wish);
      if (number > Signal.SEGV.number() && number <= 64 && !isKept(number)) {
        return Signal.of(number);
      }
    }
    return Signal.USR2;
  }

  private static boolean isKept(int number) {
    return number > Signal.SYS.number() && number < SignalRangeH.sigrtmin();
  }

  /// Whether the action is a handler of the VM.
  public static boolean isVmHandler(SigAction action) {
    if (action.isDefault() || action.isIgnore()) {
      return false;
    }
    DlfcnH.Place place = DlfcnH.dladdr(action.handler());
    return place != null && place.library().endsWith("/libjvm.so");
  }

  /// Initialises the JDK's process code, which resets SIGCHLD at its first use and so would undo an
  /// earlier claim. No process is started.
  public static void settleChildHandling() {
    try {
      Class.forName("java.lang.ProcessImpl", true, null);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("this JDK has no java.lang.ProcessImpl", e);
    }
  }
}
