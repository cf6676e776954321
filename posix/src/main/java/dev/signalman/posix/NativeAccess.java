package dev.signalman.posix;

import java.lang.foreign.MemorySegment;

/// Whether this module may call C at all, and what a thread needs to do so.
public final class NativeAccess {
  private static volatile boolean used;

  private NativeAccess() {}

  /// Whether this process has made a native call, so that another one costs next to nothing.
  static boolean isUsed() {
    return used;
  }

  static void markUsed() {
    used = true;
  }

  /// Checks it with a call that does nothing.
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
              + name,
          e);
    }
  }

  /// Lays out what the calling thread's calls need, unless it has called before. Else the first of
  /// them does that, and fails if there is no memory or little stack left.
  public static void prepare() {
    Kernel.prepare();
  }
}
