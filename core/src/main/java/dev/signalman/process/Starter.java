package dev.signalman.process;

import dev.signalman.internal.kernel.DaemonThread;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// Starts children in a thread that outlives them: the kernel ties a child's parent-death signal to
/// the thread that made it.
///
/// One thread of this library serves all callers except the thread of `main`, which never ends and
/// makes its starts itself.
final class Starter {
  /// The id of the thread that made the VM, as of JDK 24 (`ThreadIdentifier::initial` in HotSpot).
  private static final long FIRST = 3;

  /// The `java` command and similar launchers wait in the thread of `main` for the end of the VM
  /// (`JavaMain` in java.c, JDK 25). A program that embeds a VM may let the thread end.
  private static final boolean LAUNCHED =
      "SUN_STANDARD".equals(System.getProperty("sun.java.launcher"));

  /// Used only by the thread that has the turn.
  private static @Nullable Server server;

  private Starter() {}

  /// Runs a call in such a thread, for one caller at a time. It never returns before the call has
  /// ended: the child may exist already, and the caller must hold it.
  ///
  /// @return the result of the call
  static int run(IntSupplier call) {
    boolean stays = LAUNCHED && Thread.currentThread().threadId() == FIRST;
    return stays ? call.getAsInt() : handOver(call);
  }

  private static int handOver(IntSupplier call) {
    Server present = server();
    Call asked = new Call(call, Thread.currentThread());
    present.next = asked;
    LockSupport.unpark(present.thread);
    return asked.await();
  }

  private static Server server() {
    Server present = server;
    if (present == null) {
      present = new Server();
      present.thread.start();
      server = present; // only now: starting the thread may fail
    }
    return present;
  }

  /// Ends the thread. Only called while no child is being started and none of its children lives.
  static void end() {
    Server present = server;
    server = null;
    if (present != null) {
      present.ended = true;
      LockSupport.unpark(present.thread);
    }
  }

  private static final class Server implements DaemonThread.Turn {
    final Thread thread = DaemonThread.lasting("signalman-spawn", this);
    private volatile @Nullable Call next;
    private volatile boolean ended;

    @Override
    public boolean turn() {
      if (ended) {
        return false;
      }
      Call present = next;
      if (present == null) {
        LockSupport.park(Starter.class);
        boolean _ = Thread.interrupted(); // interrupted, park() would not wait
      } else {
        next = null;
        present.run();
      }
      return true;
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
      } catch (RuntimeException | Error e) { // for the waiting caller, also an error of the VM
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
      // No switch: linking it at its first run may overflow this stack.
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
      return result;
    }
  }
}
