package dev.signalman.posix;

import java.util.Objects;

/// `<string.h>`.
public final class StringH {
  private static final CFunction STRERROR = CFunction.of("strerror");

  private StringH() {}

  /// `strerror(3)`: the text of an errno, such as `No such process`.
  public static String strerror(int errno) {
    return Objects.requireNonNullElse(CString.at(STRERROR.value(errno, null)), "error " + errno);
  }
}
