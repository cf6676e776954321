package dev.signalman.posix;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// `SIGRTMIN` and `SIGRTMAX` of `<signal.h>`: what the C library leaves of the kernel's 32..64.
/// Apart from [SignalH], so that a program that only needs names calls no native function if it can
/// be helped: under glibc the range has been 34..64 since it has threads of its own.
public final class SignalRangeH {
  // The first native call of a process takes as long as the rest of a short command; the look at
  // the mapped files takes some milliseconds, and each call after the first one nothing.
  private static final boolean GLIBC = !NativeAccess.isUsed() && isGlibc(mappedFiles());

  private SignalRangeH() {}

  /// `SIGRTMIN`: 34 under glibc.
  public static int sigrtmin() {
    return GLIBC ? 34 : Asked.sigrtmin();
  }

  /// `SIGRTMAX`: 64.
  public static int sigrtmax() {
    return GLIBC ? 64 : Asked.sigrtmax();
  }

  /// Whether the files that a process has mapped, in the form of proc_pid_maps(5), say that its C
  /// library is glibc. Before version 2.34 the file's own name was `libc-2.31.so` or the like.
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

  /// The answers of the C library itself.
  static final class Asked {
    private static final CFunction MIN = CFunction.of("__libc_current_sigrtmin");
    private static final CFunction MAX = CFunction.of("__libc_current_sigrtmax");

    private Asked() {}

    static int sigrtmin() {
      return (int) MIN.value(0, null);
    }

    static int sigrtmax() {
      return (int) MAX.value(0, null);
    }
  }
}
