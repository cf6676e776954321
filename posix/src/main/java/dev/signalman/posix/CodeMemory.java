package dev.signalman.posix;

/// Whether this process may have executable memory of its own.
public final class CodeMemory {
  private CodeMemory() {}

  /// Whether a policy refuses it, as the first native call has found out.
  public static boolean isRefused() {
    return Kernel.isPageRefused();
  }
}
