package dev.signalman.posix;

import java.lang.foreign.Linker;
import java.util.Optional;

/// The features of this machine, found out without a native call: another system takes the numbers
/// of Linux's calls for its own.
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

  /// The oldest Java whose VM was checked: which signals HotSpot handles, which of its threads end
  /// first, and how it exits differ between versions.
  private static final int CHECKED = 25;

  private HostLibrary() {}

  /// What stands in the way of native calls; empty if nothing does.
  public static String lacking() {
    String unchecked = unchecked(Runtime.version().feature());
    if (!unchecked.isEmpty()) {
      return unchecked;
    }
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

  /// Why native code is not called in this version of Java; empty if it may be.
  static String unchecked(int feature) {
    return feature < CHECKED ? "Java " + feature + " (other modes need " + CHECKED + ")" : "";
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
