package dev.signalman.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// `SIGRTMIN` and `SIGRTMAX` of `<signal.h>`: the part of the kernel's 32..64 that the C library
/// leaves free. It is separate from [SignalH] so that a program that only needs names can avoid
/// native calls: the range of glibc has been 34..64 since it has its own threads (NPTL).
public final class SignalRangeH {
  // The first native call of a process takes as long as the rest of a short command. Reading the
  // list of mapped files takes some milliseconds; further native calls take almost none.
  private static final boolean GLIBC = !NativeAccess.isUsed() && isGlibc(mappedFiles());

  /// Another system than Linux, or a program in portable mode: no real-time signal can be used, and
  /// no native call may be made to ask for their range.
  private static final boolean NONE =
      !GLIBC
          && ("portable".equals(System.getProperty("signalman.mode"))
              || !HostLibrary.has("__libc_current_sigrtmin")
              || !HostLibrary.has("__libc_current_sigrtmax"));

  // Asked at once: a class of its own for this would be one more to load on the way to a first
  // signal.
  private static final int MIN = NONE ? 65 : GLIBC ? 34 : ask("__libc_current_sigrtmin");
  private static final int MAX = NONE || GLIBC ? 64 : ask("__libc_current_sigrtmax");

  private SignalRangeH() {}

  /// The answer of the C library itself.
  static int ask(String function) {
    return (int) CFunction.of(function).value(0, null);
  }

  /// `SIGRTMIN`: 34 under glibc; above [#sigrtmax] if there are no real-time signals.
  public static int sigrtmin() {
    return MIN;
  }

  /// `SIGRTMAX`: 64.
  public static int sigrtmax() {
    return MAX;
  }

  /// Whether a list of mapped files, in the form of proc_pid_maps(5), shows that the C library is
  /// glibc. Before version 2.34 the file had a name such as `libc-2.31.so`.
  static boolean isGlibc(String maps) {
    boolean glibc = maps.contains("/libc.so.6\n") || maps.contains("/libc-2.");
    return glibc && !maps.contains("/ld-musl-");
  }

  private static String mappedFiles() {
    try (InputStream maps = new FileInputStream("/proc/self/maps")) {
      return new String(maps.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // no /proc: then the C library is asked
    }
  }
}
