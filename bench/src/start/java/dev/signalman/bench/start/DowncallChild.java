package dev.signalman.bench.start;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The least that a program pays that starts `true` by C and waits for it: the same one shape.
final class DowncallChild {
  private DowncallChild() {}

  public static void main(String[] args) throws Throwable {
    MethodHandle call = OneDowncall.link();
    MemorySegment posixSpawn = OneDowncall.find("posix_spawn");
    MemorySegment waitpid = OneDowncall.find("waitpid");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom("/bin/true");
      MemorySegment arguments = arena.allocate(ValueLayout.ADDRESS, 2);
      arguments.setAtIndex(ValueLayout.ADDRESS, 0, path);
      MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
      long error =
          (long)
              call.invokeExact(
                  posixSpawn, pid.address(), path.address(), 0L, 0L, arguments.address(), 0L, 0L);
      Start.check((int) error == 0, "posix_spawn");
      int child = pid.get(ValueLayout.JAVA_INT, 0);
      long waited =
          (long) call.invokeExact(waitpid, (long) child, status.address(), 0L, 0L, 0L, 0L, 0L);
      Start.check((int) waited == child && status.get(ValueLayout.JAVA_INT, 0) == 0, "waitpid");
    }
    Start.done();
  }
}
