package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.internal.init.OrphanWatch;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.Pidfds;
import dev.signalman.internal.kernel.Uncaught;
import dev.signalman.internal.kernel.VmSignals;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.Memory;
import dev.signalman.posix.PrctlH;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Adopts the orphans among this process's descendants, and waits for each when it ends, so that no
/// zombie stays, as an init does (PR_SET_CHILD_SUBREAPER, prctl(2)).
///
/// ```java
/// try (Orphans orphans = Orphans.adopt(orphan -> System.out.println(orphan))) {
///   runService(); // sleep (pid 4711) exited with code 0
/// }
/// ```
///
/// Without it an orphan becomes a child of process 1, or of the nearest ancestor that adopts. A
/// program that is process 1 of a container gets them in any case, and needs this to clear them
/// away. Orphans that this process already has are included, ended or not; so are children of the
/// program that this process ran before (execve(2)).
///
/// Guarantees:
///
/// - A status that belongs to a [Child] or to a `java.lang.Process` is never taken, even if the
///   thread that started the process has ended.
/// - Each orphan is waited for once, with its own status. While none ends there is no work: the end
///   of one is a SIGCHLD, which other handlers can still receive through
///   [dev.signalman.signal.Signals].
///
/// Limits: a child that native code in this VM starts by itself is taken for an orphan once the
/// thread that started it has ended; its status is then lost to that code. Needs Linux 5.4, `/proc`
/// and a VM that the `java` command started.
///
/// A process can have one at a time. A thread of this object runs the listener, for one orphan
/// after the other. Its exceptions go to that thread's uncaught-exception handler, and the next
/// orphan is still waited for.
public final class Orphans implements AutoCloseable {
  private static final AtomicBoolean TAKEN = new AtomicBoolean();

  private final Consumer<? super Orphan> listener;
  private final AtomicLong count = new AtomicLong();
  private final boolean subreaperBefore;
  private final @Nullable OrphanThread thread;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// Whether the listener is not called any more.
  private volatile boolean silent;

  private Orphans(Consumer<? super Orphan> listener) throws PosixException {
    this.listener = listener;
    OrphanWatch watch = listener instanceof OrphanWatch own ? own : null;
    AdoptedChildren children =
        new AdoptedChildren(this::tell, watch == null || watch.namesOrphans());
    children.check();
    Pidfds.require("orphans");
    subreaperBefore = isSubreaper();
    VmSignals.keepChildStatuses();
    thread = watch == null ? new OrphanThread(children) : null;
    try {
      setSubreaper(true);
      if (thread != null) {
        thread.start();
      }
    } catch (Throwable e) { // no thread can be started
      if (thread != null) {
        thread.giveBack();
      }
      setSubreaper(subreaperBefore);
      throw e;
    }
    if (watch != null) {
      watch.offer(children::sweepPart);
    }
  }

  /// Adopts orphans from now on, and waits for them.
  ///
  /// @throws PosixException if the kernel refuses
  /// @throws IllegalStateException if orphans are being adopted already
  /// @throws UnsupportedOperationException if orphans cannot be told from other children here
  public static Orphans adopt() throws PosixException {
    return adopt(_ -> {});
  }

  /// The same, and calls the listener for each orphan after it has been waited for.
  ///
  /// @throws PosixException if the kernel refuses
  /// @throws IllegalStateException if orphans are being adopted already
  /// @throws UnsupportedOperationException if orphans cannot be told from other children here
  public static Orphans adopt(Consumer<? super Orphan> listener) throws PosixException {
    Objects.requireNonNull(listener, "listener");
    VmMode.requireNative("adopting orphans (Orphans)");
    if (!TAKEN.compareAndSet(false, true)) {
      throw new IllegalStateException("orphans are being adopted already; close the other first");
    }
    try {
      return new Orphans(listener);
    } catch (Throwable e) {
      TAKEN.set(false);
      throw e;
    }
  }

  /// The number of orphans that have been waited for.
  public long count() {
    return count.get();
  }

  private void tell(Orphan orphan) {
    count.incrementAndGet();
    if (silent) {
      return;
    }
    try {
      listener.accept(orphan);
    } catch (Throwable e) {
      Uncaught.report(e);
    }
  }

  /// Ends the adoption, if this process did not adopt before. Orphans that have ended are still
  /// waited for and reported; after this returns the listener is not called any more. If the
  /// listener itself calls this, its present call is the last. Orphans that still live stay
  /// children of this process. Once they end they are zombies, until a later [#adopt] waits for
  /// them. A second call does nothing.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      setSubreaper(subreaperBefore);
    } catch (PosixException e) {
      throw e.unchecked();
    } finally {
      end();
      TAKEN.set(false);
    }
  }

  private void end() {
    silent = thread == null || thread.isCurrent();
    if (thread != null) {
      thread.giveBack();
      thread.join();
    }
  }

  private static void setSubreaper(boolean adopting) throws PosixException {
    Calls.check(
        PrctlH.prctl(PrctlH.PR_SET_CHILD_SUBREAPER, adopting ? 1 : 0),
        () -> "prctl(PR_SET_CHILD_SUBREAPER)");
  }

  private static boolean isSubreaper() throws PosixException {
    Memory answer = Memory.allocate(4);
    Calls.check(
        PrctlH.prctl(PrctlH.PR_GET_CHILD_SUBREAPER, answer.address()),
        () -> "prctl(PR_GET_CHILD_SUBREAPER)");
    return answer.getInt(0) != 0;
  }

  @Override
  public String toString() {
    return "Orphans, " + count + " waited for";
  }
}
