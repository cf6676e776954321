package dev.signalman.bench.start;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The least that a program pays that calls C at all: one shape of function, linked once.
final class OneDowncall {
  private static final int CALLS = 20;

  private OneDowncall() {}

  public static void main(String[] args) throws Throwable {
    MethodHandle call = link();
    MemorySegment getpid = find("getpid"); // which looks at none of the arguments
    long pid = 0;
    for (int i = 0; i < CALLS; i++) {
      pid = (long) call.invokeExact(getpid, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
    }
    Start.check(pid > 0, "getpid");
    Start.done();
  }

  /// `(MemorySegment function, long x 7) -> long`.
  static MethodHandle link() {
    return Linker.nativeLinker()
        .downcallHandle(
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG));
  }

  static MemorySegment find(String function) {
    return Linker.nativeLinker().defaultLookup().find(function).orElseThrow();
  }
}
