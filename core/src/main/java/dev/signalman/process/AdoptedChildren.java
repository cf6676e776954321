package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.ThreadFile;
import dev.signalman.internal.kernel.TidSet;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.UnistdH;
import dev.signalman.posix.WaitH;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Waits for the children that this process did not start itself, and for no others.
///
/// The kernel files each child under the thread that started it, and an orphan under the first
/// thread of the process, which the `java` command leaves without work: it starts nothing. Children
/// of [Spawn] are started by a thread that never ends, so they are never filed there. Children of
/// `java.lang.Process` are, once the thread that started them has ended. By then the JDK waits for
/// them, and `ProcessHandle.onExit` tells when it is done: for a pid that the JDK waits for, when
/// it has taken the status; for any other child, when that has ended. A child that is still there
/// after that is none of the JDK's. See docs/decisions/0010.
final class AdoptedChildren {
  private static final int BATCH = 64;

  /// Short, because the thread has signals to look after meanwhile.
  private static final int PART = 16;

  private static final long PATIENCE_MILLIS = 1_000;

  private final FiledChildren filed = new FiledChildren();
  private final WaitResult result = new WaitResult();
  private final SentSignals nothing = new SentSignals();
  private final @Nullable ThreadFile names;
  private final Consumer<Orphan> reaped;

  /// The place in the list at which the next part begins; 0 if the list has to be read first.
  private int next;

  /// @param reaped called for each orphan after it has been waited for
  /// @param named whether the names of orphans are read; otherwise they are empty
  AdoptedChildren(Consumer<Orphan> reaped, boolean named) {
    this.reaped = reaped;
    this.names = named ? ThreadFile.ofProcesses() : null;
  }

  /// @throws UnsupportedOperationException if the kernel does not list children here
  /// @throws PosixException if the process is out of descriptors
  void check() throws PosixException {
    int failure = filed.read();
    if (Calls.isPassing(failure)) {
      Calls.check(failure, "open(" + filed.path + ")");
    }
    if (failure < 0) {
      throw new UnsupportedOperationException(
          "orphans cannot be told from other children without "
              + filed.path
              + ": that needs a /proc of this pid namespace and a kernel with CONFIG_PROC_CHILDREN");
    }
    if (!"SUN_STANDARD".equals(System.getProperty("sun.java.launcher"))) {
      throw new UnsupportedOperationException(
          "orphans cannot be told from other children in a VM that the java command did not start:"
              + " its first thread may start children, too");
    }
  }

  /// Waits for some of the orphans that have ended, in a process that starts nothing through the
  /// JDK; see [dev.signalman.internal.init.OrphanWatch.Search#next].
  ///
  /// Here every child that is filed under the first thread is an orphan, and the calling thread is
  /// the only one that waits for any of them. So a pid in the list stays that of the same process
  /// until it is waited for here: an ended process keeps its pid until then. No descriptor has to
  /// hold it. And only the calling thread removes a child from the list, so that a reading is
  /// complete, and one is enough: for each child that ends later, or comes later, a new SIGCHLD
  /// begins another search.
  ///
  /// Children of this library do not get there when their starting thread ends: by then all of them
  /// have been waited for ([ReaperService]). Those that a program before this one left behind
  /// (execve(2)) belong to the only thread that it leaves, which is the first one: they are orphans
  /// to this program.
  boolean sweepPart() throws PosixException {
    int begin = next;
    next = 0; // if this fails, the list is read again
    if (begin == 0) {
      read();
    }
    int end = Math.min(filed.size(), begin + PART);
    for (int i = begin; i < end; i++) {
      int pid = filed.pid(i);
      // Its name can be read only before it is waited for.
      if (names == null || result.finds(WaitH.P_PID, pid)) {
        take(WaitH.P_PID, pid, pid, name(pid));
      }
    }
    next = end < filed.size() ? end : 0;
    return next != 0;
  }

  private String name(int pid) {
    return names == null ? "" : names.name(pid).stripTrailing();
  }

  private boolean take(int kind, int id, int pid, String name) {
    if (result.poll(kind, id, 0) < 0 || !result.isThere()) {
      return false;
    }
    reaped.accept(new Orphan(pid, name, result.status(nothing)));
    return true;
  }

  private void read() throws PosixException {
    Calls.check(filed.read(), filed.path);
  }

  private int[] children() throws PosixException {
    read();
    return filed.pids();
  }

  /// Waits for all orphans that have ended.
  void sweep() throws PosixException {
    boolean again = true;
    while (again) {
      int[] before = children();
      boolean progress = sweep(before);
      // The JDK waits for some of them: so the list may leave out a child because another one was
      // removed while the list was written.
      again = progress || !Arrays.equals(children(), before);
    }
  }

  private boolean sweep(int[] listed) throws PosixException {
    List<Candidate> held = new ArrayList<>();
    try {
      hold(listed, held);
      // The child was held before it was listed, and has not been waited for: so the list means
      // this process, and not another one that had or got the pid.
      TidSet still = held.isEmpty() ? new TidSet() : stillThere();
      boolean progress = false;
      for (Candidate candidate : held) {
        progress |= still.contains(candidate.pid) && reap(candidate);
      }
      return progress;
    } finally {
      held.forEach(candidate -> UnistdH.close(candidate.pidfd));
    }
  }

  private TidSet stillThere() throws PosixException {
    read();
    TidSet pids = new TidSet();
    for (int i = 0; i < filed.size(); i++) {
      pids.add(filed.pid(i));
    }
    return pids;
  }

  private record Candidate(int pid, int pidfd) {}

  private void hold(int[] listed, List<Candidate> held) throws PosixException {
    for (int pid : listed) {
      if (held.size() < BATCH && result.finds(WaitH.P_PID, pid)) {
        int pidfd = PidfdH.pidfd_open(pid, 0);
        if (pidfd >= 0) {
          held.add(new Candidate(pid, pidfd));
        } else if (pidfd != -ErrnoH.ESRCH && held.isEmpty()) {
          Calls.check(pidfd, () -> "pidfd_open(" + pid + ")");
        }
      }
    }
  }

  private boolean reap(Candidate candidate) {
    return isThere(candidate)
        && !belongsToTheJdk(candidate)
        && take(WaitH.P_PIDFD, candidate.pidfd, candidate.pid, name(candidate.pid));
  }

  private boolean isThere(Candidate candidate) {
    return result.finds(WaitH.P_PIDFD, candidate.pidfd);
  }

  /// Waits until the JDK has taken the status, if it is going to.
  private boolean belongsToTheJdk(Candidate candidate) {
    Optional<ProcessHandle> handle = ProcessHandle.of(candidate.pid);
    if (handle.isEmpty()) {
      return true; // the JDK has just waited for it
    }
    CompletableFuture<ProcessHandle> exit = handle.get().onExit();
    while (isThere(candidate)) {
      try {
        // With a timeout: if the JDK has already waited, and the pid belongs to another process by
        // now, the future is about that process.
        exit.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return !isThere(candidate);
      } catch (TimeoutException | InterruptedException _) {
        // the next sweep looks again
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return true;
  }
}
