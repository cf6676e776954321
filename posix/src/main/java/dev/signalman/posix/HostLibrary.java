package dev.signalman.posix;

import java.lang.foreign.Linker;
import java.util.Optional;

/// What this machine offers, found out without a native call: another system takes the numbers of
/// Linux's calls for its own.
public final class HostLibrary {
  /// Functions without which no signal can be received. No other system than Linux has the first
  /// two.
  private static final String[] NEEDED = {
    "signalfd",
    "prctl",
    "sigaction",
    "dladdr",
    "strlen",
    "syscall",
    "__libc_current_sigrtmin",
    "__libc_current_sigrtmax"
  };

  private HostLibrary() {}

  /// What stands in the way of native calls; empty if nothing does.
  public static String lacking() {
    String architecture = System.getProperty("os.arch", "unknown");
    if (SystemCallCode.forArchitecture(architecture).isEmpty()) {
      return "the processor " + architecture + ", for which there is no machine code";
    }
    try {
      Linker linker = Linker.nativeLinker();
      for (String function : NEEDED) {
        if (!has(linker, function)) {
          return "a C library without the function " + function;
        }
      }
      return "";
    } catch (UnsupportedOperationException e) {
      return "a VM that cannot call C (" + e.getMessage() + ")";
    }
  }

  /// Whether the C library has a function.
  static boolean has(String function) {
    try {
      return has(Linker.nativeLinker(), function);
    } catch (UnsupportedOperationException _) {
      return false;
    }
  }

  private static boolean has(Linker linker, String function) {
    Optional<?> found = linker.defaultLookup().find(function);
    return found.isPresent() && !CallSeam.lacks(function);
  }
}
