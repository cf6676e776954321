package dev.signalman.cli.stop;

import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.cli.proc.Jobs;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.cli.proc.ProcIds;
import dev.signalman.cli.proc.ProcStat;
import dev.signalman.cli.text.Errors;
import dev.signalman.process.OtherProcess;
import dev.signalman.process.ProcessGroup;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Takes hold of the processes that are to be stopped, and refuses those that must not be.
final class Aims {
  private static final int INIT = 1;

  private final int self = (int) ProcessHandle.current().pid();
  private final boolean groups;
  private final Optional<Jobs> own;

  /// @param groups whether the group of each process is meant
  Aims(boolean groups) {
    this.groups = groups;
    this.own = ownProc(self);
  }

  /// This process as `/proc` has it; empty if there is no `/proc`, or that of another pid
  /// namespace, where the same numbers mean other processes.
  private static Optional<Jobs> ownProc(int self) {
    try {
      return Optional.of(Jobs.current()).filter(jobs -> jobs.pid() == self);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Whether `/proc` can tell what processes do.
  boolean haveFacts() {
    return own.isPresent();
  }

  /// Holds a process, or its group.
  ///
  /// @throws RefusedException if there is none, or it must not be stopped
  Aim hold(int pid) throws RefusedException {
    refuseSpecial(pid);
    OtherProcess process = open(pid);
    try {
      ProcStat stat = stat(pid, process);
      return groups ? group(pid, process, stat) : new Aim(process, null, stat);
    } catch (RefusedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private void refuseSpecial(int pid) throws RefusedException {
    if (pid == self) {
      throw new RefusedException(pid, "is this command itself", null);
    }
    if (pid == INIT) {
      throw new RefusedException(
          pid, "is process 1: with it every process of its pid namespace would end", null);
    }
  }

  private OtherProcess open(int pid) throws RefusedException {
    try {
      // A handle reads /proc. It is of use where the kernel has no descriptors of processes.
      Optional<ProcessHandle> handle = own.flatMap(_ -> ProcessHandle.of(pid));
      return handle.isPresent() ? OtherProcess.of(handle.get()) : OtherProcess.of(pid);
    } catch (PosixException e) {
      throw refusal(pid, e);
    }
  }

  private RefusedException refusal(int pid, PosixException e) {
    int process = own.isPresent() ? processOf(pid) : pid;
    if (process != pid) {
      return new RefusedException(pid, "is a thread of process " + process, e.errno());
    }
    return new RefusedException(
        pid, e.errno().equals(Errno.ESRCH) ? gone(pid) : Errors.words(e.errno()), e.errno());
  }

  private static int processOf(int pid) {
    try {
      return ProcFolder.of(pid).ids().map(ProcIds::process).orElse(pid);
    } catch (IOException _) {
      return pid; // it may not be looked at, so nothing more is known
    }
  }

  /// A group can outlive the process that led it.
  private String gone(int pid) {
    String members = groups ? members(pid) : "";
    return members.isEmpty()
        ? Errors.words(Errno.ESRCH)
        : "the first process of this group has ended, and without it the group cannot be held; what"
            + " is left of it: "
            + members
            + ". Name these without --group";
  }

  private String members(int group) {
    try {
      return ProcFolder.all().stream()
          .filter(stat -> haveFacts() && stat.group() == group && !stat.isZombie())
          .map(stat -> Integer.toString(stat.pid()))
          .collect(Collectors.joining(", "));
    } catch (IOException _) {
      return ""; // no /proc
    }
  }

  /// What `/proc` says of a process, or null if nothing. It is read while the process is held, and
  /// counts only if the process still exists afterwards: then the pid was its own meanwhile.
  private @Nullable ProcStat stat(int pid, OtherProcess process) throws RefusedException {
    ProcStat stat = null;
    try {
      stat = own.isPresent() ? ProcFolder.of(pid).stat().orElse(null) : null;
    } catch (IOException _) {
      // /proc hides it. It can still be stopped.
    }
    if (!process.exists()) {
      throw new RefusedException(pid, Errors.words(Errno.ESRCH), Errno.ESRCH);
    }
    if (stat != null && stat.kernel()) {
      throw new RefusedException(pid, "is a thread of the kernel (" + stat.name() + ")", null);
    }
    return stat;
  }

  /// @param process closed if another one leads the group
  private Aim group(int pid, OtherProcess process, @Nullable ProcStat stat)
      throws RefusedException {
    if (stat == null || own.isEmpty()) {
      throw new RefusedException(pid, "has an unknown group: /proc does not tell it", null);
    }
    int id = stat.group();
    if (id == own.get().group()) {
      throw new RefusedException(pid, "is in the group of this command itself", null);
    }
    if (id <= INIT) {
      throw new RefusedException(
          pid,
          id == INIT
              ? "is in the group of process 1"
              : "is in a group whose first process is outside of this pid namespace",
          null);
    }
    if (id == pid) {
      return new Aim(process, lead(process), stat);
    }
    OtherProcess leader = leader(pid, id);
    try {
      ProcStat first = stat(id, leader);
      ProcessGroup group = lead(leader);
      try {
        ProcStat now = stat(pid, process);
        if (now == null || now.group() != id) {
          throw new RefusedException(pid, "has moved to another group meanwhile", null);
        }
      } catch (RefusedException | RuntimeException e) {
        group.close();
        throw e;
      }
      process.close();
      return new Aim(leader, group, first);
    } catch (RefusedException | RuntimeException e) {
      leader.close();
      throw e;
    }
  }

  private OtherProcess leader(int pid, int group) throws RefusedException {
    try {
      return open(group);
    } catch (RefusedException e) {
      throw new RefusedException(pid, "is in group " + group + ": " + e.getMessage(), null);
    }
  }

  private static ProcessGroup lead(OtherProcess process) throws RefusedException {
    try {
      return process.group();
    } catch (PosixException e) {
      throw new RefusedException(
          process.pid(), "leads no group: " + Errors.words(e.errno()), e.errno());
    } catch (UnsupportedOperationException _) {
      throw new RefusedException(
          process.pid(),
          "has a group that cannot be held: that needs Linux 6.9, and no filter that refuses"
              + " descriptors of processes",
          null);
    }
  }
}
