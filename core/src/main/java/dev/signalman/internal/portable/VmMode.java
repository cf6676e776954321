package dev.signalman.internal.portable;

import dev.signalman.Capabilities.Mode;
import dev.signalman.internal.kernel.ModeOption;
import dev.signalman.internal.kernel.Pidfds;
import dev.signalman.posix.EpollH;
import dev.signalman.posix.HostLibrary;
import dev.signalman.posix.Memory;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.UnistdH;
import org.jspecify.annotations.Nullable;

/// Decides whether this program is in portable mode: once, at the first use of the library. It
/// tries the calls, because the name of a system says little: containers filter system calls.
public final class VmMode {
  /// In place of a cause: native code is called.
  private static final String NATIVE = "";

  private static final int NO_SUCH_FLAGS = -1;
  private static final int NO_DESCRIPTOR = -1;

  /// Why the program is in portable mode, or [#NATIVE]; null before the first use.
  private static volatile @Nullable String cause;

  private VmMode() {}

  /// Whether no native code may be called.
  ///
  /// @throws IllegalArgumentException if the option for the mode is no mode
  /// @throws IllegalStateException if the VM forbids native access; the message has the flag
  public static boolean isPortable() {
    String known = cause;
    return !NATIVE.equals(known == null ? decide() : known);
  }

  /// Why the program is in portable mode; empty if it is not.
  static String cause() {
    String known = cause;
    return known == null ? decide() : known;
  }

  /// Checks before native code is called.
  ///
  /// @param capability what needs it, for the message
  /// @throws UnsupportedOperationException in portable mode
  public static void requireNative(String capability) {
    if (isPortable()) {
      throw lacks(capability);
    }
    NativeAccess.require();
  }

  /// An exception that names what portable mode lacks, why it is used, and the way out.
  public static UnsupportedOperationException lacks(String capability) {
    return new UnsupportedOperationException(
        capability
            + ": not available in mode PORTABLE, which is used because of "
            + cause()
            + "; "
            + wayOut());
  }

  private static String wayOut() {
    return ModeOption.wish() == Mode.PORTABLE
        ? "on Linux, leave the option out"
        : "it needs Java 25 and Linux on x86-64 or aarch64, and Signals.capabilities() lists what works here";
  }

  private static synchronized String decide() {
    String known = cause;
    if (known == null) {
      known = find();
      cause = known;
    }
    return known;
  }

  private static String find() {
    Mode wish = ModeOption.wish();
    if (wish == Mode.PORTABLE) {
      return "-D" + ModeOption.PROPERTY + "=portable";
    }
    return wish == null ? probe() : NATIVE;
  }

  private static String probe() {
    String lacking = HostLibrary.lacking();
    if (!lacking.isEmpty()) {
      return lacking;
    }
    NativeAccess.require();
    String refused = refusedCall();
    if (refused != null) {
      return "a filter of system calls that refuses " + refused;
    }
    return NativeAccess.isCodeRefused() ? "a policy that refuses executable memory" : NATIVE;
  }

  /// The name of a call without which no signal can be waited for, if a filter refuses it. The
  /// kernel's own answers to these calls are others.
  private static @Nullable String refusedCall() {
    Memory room = Memory.allocate(EpollH.EVENT_SIZE);
    if (Pidfds.isRefusal(UnistdH.pipe2(room, NO_SUCH_FLAGS))) {
      return "pipe2";
    }
    int epoll = EpollH.epoll_create1(EpollH.EPOLL_CLOEXEC);
    if (epoll < 0) { // perhaps only because the process is out of descriptors
      return Pidfds.isRefusal(epoll) ? "epoll_create1" : null;
    }
    String refused = null;
    if (Pidfds.isRefusal(EpollH.epoll_ctl(epoll, EpollH.EPOLL_CTL_DEL, NO_DESCRIPTOR, room))) {
      refused = "epoll_ctl";
    } else if (Pidfds.isRefusal(EpollH.epoll_wait(epoll, room, 1, 0))) {
      refused = "epoll_pwait";
    }
    UnistdH.close(epoll);
    return refused;
  }
}
