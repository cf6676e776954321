package dev.signalman.posix;

import dev.signalman.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A system call that waits, in a thread of its own.
final class Blocked {
  private final Thread thread;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile long result;
  private volatile int tid;

  private Blocked(Call call) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              tid = UnistdH.gettid();
              try {
                result = call.make();
              } catch (Throwable e) {
                failure.set(e);
              }
            });
  }

  /// What is called.
  @FunctionalInterface
  interface Call {
    long make() throws Exception;
  }

  /// Begins a call and returns once the kernel has it.
  static Blocked in(long systemCall, Call call) throws Exception {
    Blocked blocked = new Blocked(call);
    Eventually.until(
        "the thread is in system call " + systemCall,
        () -> blocked.isDone() || blocked.isIn(systemCall));
    if (blocked.isDone()) {
      throw new AssertionError("the call did not wait: " + blocked.result, blocked.failure.get());
    }
    return blocked;
  }

  boolean isDone() {
    return !thread.isAlive();
  }

  /// `/proc/PID/task/TID/syscall` has the number of the call in which a thread sleeps.
  private boolean isIn(long systemCall) throws Exception {
    try {
      Path file = Path.of("/proc/self/task", Integer.toString(tid), "syscall");
      return Files.readString(file).startsWith(systemCall + " ");
    } catch (NoSuchFileException e) {
      return false; // it has not said its id yet, or it has ended
    }
  }

  /// Waits for the end of the call.
  long result() throws Exception {
    thread.join();
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError("the call threw", thrown);
    }
    return result;
  }
}
