package dev.signalman.cli.stop;

import dev.signalman.Signal;
import dev.signalman.cli.proc.ProcFolder;
import dev.signalman.cli.proc.ProcIds;
import dev.signalman.cli.proc.ProcStat;
import dev.signalman.cli.proc.ProcStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The activity of a process at one moment.
///
/// @param stat the process
/// @param state its state in words
/// @param children its children; for a member of a group, those outside of it
record Doing(ProcStat stat, String state, List<ProcStat> children) {
  /// What an aim does.
  ///
  /// @param all all processes at this moment
  /// @return the process itself, or all members of the group; nothing if `/proc` does not tell
  static List<Doing> of(Aim aim, List<ProcStat> all) {
    List<Doing> found = new ArrayList<>();
    boolean group = aim.group() != null;
    for (ProcStat stat : all) {
      if (group ? stat.group() == aim.pid() : aim.isSame(stat)) {
        found.add(of(stat, group, all));
      }
    }
    return found;
  }

  private static Doing of(ProcStat stat, boolean group, List<ProcStat> all) {
    List<ProcStat> children =
        all.stream()
            .filter(child -> child.parent() == stat.pid())
            .filter(child -> !group || child.group() != stat.group())
            .toList();
    return new Doing(stat, state(stat, all) + attitude(stat), children);
  }

  private static String state(ProcStat stat, List<ProcStat> all) {
    if (stat.isZombie()) {
      return "zombie: its parent " + who(stat.parent(), all) + " has not waited for it";
    }
    return switch (stat.state()) {
      case 'R' -> "running";
      case 'S', 'I' -> "sleeping";
      case 'D' -> "waiting in the kernel, where no signal interrupts it";
      case 'T' -> "stopped";
      case 't' -> "stopped by its tracer " + who(tracer(stat), all);
      case 'Z', 'X' -> "running without its first thread";
      default -> "in state " + stat.state();
    };
  }

  private static int tracer(ProcStat stat) {
    try {
      return ProcFolder.of(stat.pid()).ids().map(ProcIds::tracer).orElse(0);
    } catch (IOException _) {
      return 0; // unknown
    }
  }

  private static String who(int pid, List<ProcStat> all) {
    return all.stream()
        .filter(stat -> stat.pid() == pid)
        .findFirst()
        .map(Doing::who)
        .orElse(pid == 0 ? "in another pid namespace" : Integer.toString(pid));
  }

  static String who(ProcStat stat) {
    return stat.pid() + " (" + stat.name() + ")";
  }

  /// How it stands to TERM.
  private static String attitude(ProcStat stat) {
    long term = 1L << (Signal.TERM.number() - 1);
    try {
      ProcStatus signals = ProcFolder.of(stat.pid()).status().orElse(null);
      if (signals == null || stat.isZombie()) {
        return "";
      }
      if ((signals.ignored() & term) != 0) {
        return ", ignores SIGTERM";
      }
      return (signals.sharedPending() & term) == 0 ? "" : ", has not taken SIGTERM yet";
    } catch (IOException _) {
      return ""; // /proc hides it
    }
  }

  /// Whether it cannot answer a question: it is stopped, or has ended.
  boolean isStill() {
    return stat.isZombie() || stat.state() == 'T' || stat.state() == 't';
  }

  /// A text such as `sleeping, 15 threads; children: 4720 (sh)`.
  String words() {
    String threads = stat.threads() > 1 ? ", " + stat.threads() + " threads" : "";
    String kin = children.stream().map(Doing::who).collect(Collectors.joining(", "));
    return state + threads + (kin.isEmpty() ? "" : "; children: " + kin);
  }
}
