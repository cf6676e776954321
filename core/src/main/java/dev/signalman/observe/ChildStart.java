package dev.signalman.observe;

import java.util.List;

/// A child that was started. The same object is told at its end, so it can be the key of a map by
/// identity: another child may have the same pid, and the same command.
public final class ChildStart {
  private final int pid;
  private final List<String> command;

  /// Describes a child.
  public ChildStart(int pid, List<String> command) {
    this.pid = pid;
    this.command = List.copyOf(command);
  }

  /// The pid that it has; after its end another process may have it.
  public int pid() {
    return pid;
  }

  /// Its program and arguments. Arguments may be secret: think before you write them down.
  public List<String> command() {
    return command;
  }

  @Override
  public String toString() {
    return "child " + pid + " " + command;
  }
}
