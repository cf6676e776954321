package dev.signalman.posix;

import static dev.signalman.posix.Linking.INT;
import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Objects;

/// `<string.h>`.
public final class StringH {
  private static final MethodHandle STRERROR =
      Linking.plain("strerror", FunctionDescriptor.of(ADDRESS, INT));

  private StringH() {}

  /// `strerror(3)`: the text of an errno, such as `No such process`.
  public static String strerror(int errno) {
    try {
      return Objects.requireNonNullElse(
          Linking.string((MemorySegment) STRERROR.invokeExact(errno)), "error " + errno);
    } catch (Throwable t) {
      throw Linking.impossible(t);
    }
  }
}
