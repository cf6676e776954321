package dev.signalman.process;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The thread that starts all children, and never ends: the kernel ties a child's parent-death
/// signal to the thread that made it.
final class Starter {
  private static final Thread THREAD =
      Thread.ofPlatform()
          .daemon()
          .inheritInheritableThreadLocals(false)
          .name("signalman-spawn")
          .start(Starter::serve);

  private static volatile @Nullable Call next;

  private Starter() {}

  /// Runs a call in that thread, for one caller at a time. Never ends before the call has: the
  /// child may exist already, and somebody must hold it.
  ///
  /// @return what the call returns
  static int run(IntSupplier call) {
    Call asked = new Call(call, Thread.currentThread());
    next = asked;
    LockSupport.unpark(THREAD);
    return asked.await();
  }

  private static void serve() {
    while (true) {
      Call present = next;
      if (present == null) {
        LockSupport.park(Starter.class);
        boolean _ = Thread.interrupted(); // by an owner of all threads; parked it would not rest
      } else {
        next = null;
        present.run();
      }
    }
  }

  private static final class Call {
    private final IntSupplier call;
    private final Thread caller;
    private int result;
    private @Nullable Throwable thrown;
    private volatile boolean done;

    Call(IntSupplier call, Thread caller) {
      this.call = call;
      this.caller = caller;
    }

    void run() {
      try {
        result = call.getAsInt();
      } catch (Throwable e) { // an error of the VM: the caller's, who waits for it
        thrown = e;
      }
      done = true;
      LockSupport.unpark(caller);
    }

    int await() {
      boolean interrupted = false;
      while (!done) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        caller.interrupt();
      }
      if (thrown != null) {
        throw new IllegalStateException("posix_spawn", thrown);
      }
      return result;
    }
  }
}
