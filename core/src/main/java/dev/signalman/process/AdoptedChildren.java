package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.internal.init.ThisProcess;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.posix.ErrnoH;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.UnistdH;
import dev.signalman.posix.WaitH;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

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
  private static final long PATIENCE_MILLIS = 1_000;

  private final Path list;
  private final WaitResult result = new WaitResult();
  private final Consumer<Orphan> reaped;

  /// @param reaped called for each orphan after it has been waited for
  AdoptedChildren(Consumer<Orphan> reaped) {
    this.list = Path.of("/proc/self/task/" + UnistdH.getpid() + "/children");
    this.reaped = reaped;
  }

  /// @throws UnsupportedOperationException if the kernel does not list children here
  void check() {
    if (!Files.isReadable(list)) {
      throw new UnsupportedOperationException(
          "orphans cannot be told from other children without "
              + list
              + ": that needs a /proc of this pid namespace and a kernel with CONFIG_PROC_CHILDREN");
    }
    if (!"SUN_STANDARD".equals(System.getProperty("sun.java.launcher"))) {
      throw new UnsupportedOperationException(
          "orphans cannot be told from other children in a VM that the java command did not start:"
              + " its first thread may start children, too");
    }
  }

  /// Waits for all orphans that have ended.
  void sweep() throws IOException {
    boolean again = true;
    while (again) {
      List<Integer> before = children();
      boolean progress = sweep(before);
      // The kernel's list may leave out a child because another one ended while the list was
      // written.
      again = progress || !children().equals(before);
    }
  }

  private boolean sweep(List<Integer> listed) throws IOException {
    List<Candidate> held = new ArrayList<>();
    try {
      hold(listed, held);
      // The child was held before it was listed, and has not been waited for: so the list means
      // this process, and not another one that had or got the pid.
      Set<Integer> still = held.isEmpty() ? Set.of() : new HashSet<>(children());
      boolean progress = false;
      for (Candidate candidate : held) {
        progress |= still.contains(candidate.pid) && reap(candidate);
      }
      return progress;
    } finally {
      held.forEach(candidate -> UnistdH.close(candidate.pidfd));
    }
  }

  private record Candidate(int pid, int pidfd) {}

  private void hold(List<Integer> listed, List<Candidate> held) throws PosixException {
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

  private boolean reap(Candidate candidate) throws IOException {
    if (ThisProcess.mayStartThroughTheJdk()
        && (!isThere(candidate) || belongsToTheJdk(candidate))) {
      return false;
    }
    String name = name(candidate.pid);
    if (result.poll(WaitH.P_PIDFD, candidate.pidfd, 0) < 0 || !result.isThere()) {
      return false;
    }
    reaped.accept(new Orphan(candidate.pid, name, result.status(new SentSignals())));
    return true;
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

  private static String name(int pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/comm"), StandardCharsets.ISO_8859_1).strip();
  }

  private List<Integer> children() throws IOException {
    List<Integer> pids = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(Files.readString(list));
    while (words.hasMoreTokens()) {
      pids.add(Integer.valueOf(words.nextToken()));
    }
    return pids;
  }
}
