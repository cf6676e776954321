package dev.signalman.bench.start;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The least that a program in Java pays that looks after another one: it starts it, sleeps in
/// epoll_wait, reads each signal from a signalfd and sends it by kill. Its launcher blocks USR1,
/// TERM and CHLD.
final class BareRelay {
  private static final MethodHandle CALL = OneDowncall.link();
  private static final MemorySegment EPOLL_WAIT = OneDowncall.find("epoll_wait");
  private static final MemorySegment READ = OneDowncall.find("read");
  private static final MemorySegment KILL = OneDowncall.find("kill");
  private static final MemorySegment ENVIRON = OneDowncall.find("environ");
  private static final int USR1 = 10;
  private static final int TERM = 15;
  private static final int CHLD = 17;
  private static final int SIGINFO_SIZE = 128;
  private static final int NONBLOCK = 2048;

  private BareRelay() {}

  /// @param args how often the way of a signal is gone without one, then the program
  public static void main(String[] args) throws Throwable {
    Arena arena = Arena.global();
    MemorySegment mask = arena.allocate(SIGINFO_SIZE, 8);
    mask.set(ValueLayout.JAVA_LONG, 0, 1L << (USR1 - 1) | 1L << (TERM - 1) | 1L << (CHLD - 1));
    int signalfd = call(OneDowncall.find("signalfd"), -1, mask.address(), NONBLOCK, 0);
    int epoll = call(OneDowncall.find("epoll_create1"), 0, 0, 0, 0);
    MemorySegment event = arena.allocate(16, 8);
    event.set(ValueLayout.JAVA_INT, 0, 1);
    call(OneDowncall.find("epoll_ctl"), epoll, 1, signalfd, event.address());
    int program = start(arena, args);
    MemorySegment record = arena.allocate(SIGINFO_SIZE, 8);
    for (int i = Integer.parseInt(args[0]); i > 0; i--) {
      turn(epoll, event.address(), 0, signalfd, record, program);
    }
    int signal;
    do {
      signal = turn(epoll, event.address(), -1, signalfd, record, program);
    } while (signal != CHLD);
    Runtime.getRuntime().halt(0);
  }

  private static int start(Arena arena, String... args) throws Throwable {
    MemorySegment line = arena.allocate(ValueLayout.ADDRESS, args.length);
    for (int i = 1; i < args.length; i++) {
      line.setAtIndex(ValueLayout.ADDRESS, i - 1, arena.allocateFrom(args[i]));
    }
    MemorySegment pid = arena.allocate(ValueLayout.JAVA_LONG);
    long environment = ENVIRON.reinterpret(Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
    long path = line.get(ValueLayout.JAVA_LONG, 0);
    long error =
        (long)
            CALL.invokeExact(
                OneDowncall.find("posix_spawnp"),
                pid.address(),
                path,
                0L,
                0L,
                line.address(),
                environment,
                0L);
    Start.check((int) error == 0, "posix_spawnp");
    return pid.get(ValueLayout.JAVA_INT, 0);
  }

  /// Waits for a signal and passes it on. Without one it sends 0, which checks for the program.
  private static int turn(
      int epoll, long event, int timeout, int signalfd, MemorySegment record, int program)
      throws Throwable {
    call(EPOLL_WAIT, epoll, event, 1, timeout);
    int signal = 0;
    if (call(READ, signalfd, record.address(), SIGINFO_SIZE, 0) == SIGINFO_SIZE) {
      signal = record.get(ValueLayout.JAVA_INT, 0);
    }
    if (signal != CHLD) {
      call(KILL, program, signal, 0, 0);
    }
    return signal;
  }

  private static int call(MemorySegment function, long a, long b, long c, long d) throws Throwable {
    return (int) (long) CALL.invokeExact(function, a, b, c, d, 0L, 0L, 0L);
  }
}
