package dev.signalman.cli.stop;

import dev.signalman.cli.proc.ProcStat;
import dev.signalman.process.OtherProcess;
import dev.signalman.process.ProcessGroup;
import dev.signalman.process.Target;
import org.jspecify.annotations.Nullable;

/// A process, or the group that it leads, that is to be stopped. It is held, so that it never comes
/// to mean another one.
///
/// @param process the process; of a group, the one that leads it
/// @param group its group if that is meant, or null
/// @param stat what `/proc` said of the process when it was held, or null if nothing
record Aim(OtherProcess process, @Nullable ProcessGroup group, @Nullable ProcStat stat)
    implements AutoCloseable {
  int pid() {
    return process.pid();
  }

  /// The name of its command, or null if it is unknown.
  @Nullable String name() {
    return stat == null ? null : stat.name();
  }

  Target target() {
    return group == null ? process : group;
  }

  /// Whether there was nothing left to stop from the beginning.
  boolean hadEnded() {
    return group == null && stat != null && stat.isZombie();
  }

  /// Whether these facts are about this process, and not about a later one with its pid.
  boolean isSame(ProcStat other) {
    return stat != null && stat.pid() == other.pid() && stat.start() == other.start();
  }

  /// A text such as `4711 (java)`.
  String words() {
    String who = name() == null ? Integer.toString(pid()) : pid() + " (" + name() + ")";
    return group == null ? who : "group " + who;
  }

  @Override
  public void close() {
    process.close();
    if (group != null) {
      group.close();
    }
  }
}
