package dev.signalman.posix;

import java.lang.foreign.MemorySegment;

/// Checks that this module may call C, and prepares threads for it.
public final class NativeAccess {
  private static volatile boolean used;

  private NativeAccess() {}

  /// Whether this process has made a native call, so that another one is cheap.
  static boolean isUsed() {
    return used;
  }

  static void markUsed() {
    used = true;
  }

  /// Checks for native access with a call that does nothing.
  ///
  /// @throws IllegalStateException if the VM forbids native access; the message has the flag to
  ///   pass
  @SuppressWarnings("restricted") // that is the question
  public static void require() {
    try {
      MemorySegment _ = MemorySegment.NULL.reinterpret(0);
    } catch (IllegalCallerException e) {
      Module module = NativeAccess.class.getModule();
      String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
      throw new IllegalStateException(
          "Signalman calls the C library, which this VM forbids: start java with"
              + " --enable-native-access="
              + name
              + ", or with -Dsignalman.mode=portable, which calls no C",
          e);
    }
  }

  /// Whether a policy refuses executable memory, as the first native call has found out.
  public static boolean isCodeRefused() {
    return Kernel.isPageRefused();
  }

  /// Allocates what the calling thread's calls need, unless it has called before. Otherwise its
  /// first call does so, and fails if there is no memory or little stack left.
  public static void prepare() {
    Kernel.prepare();
  }
}
