package dev.signalman.observe;

import java.util.List;

/// A child that was started. [Observer#ended] gets the same object, so it can be the key of a map
/// by identity: another child may have the same pid and the same command.
public final class ChildStart {
  private final int pid;
  private final List<String> command;

  /// Describes a child.
  public ChildStart(int pid, List<String> command) {
    this.pid = pid;
    this.command = List.copyOf(command);
  }

  /// The pid of the child; after its end another process may get it.
  public int pid() {
    return pid;
  }

  /// The program and its arguments, which may be secret.
  public List<String> command() {
    return command;
  }

  @Override
  public String toString() {
    return "child " + pid + " " + command;
  }
}
