package dev.signalman.process;

/// A process that ended as an orphan of this one (see [Orphans]), and has been waited for.
///
/// @param pid the pid that it had; by now another process may have it
/// @param name the name of its program, of which the kernel keeps 15 bytes; empty if it could not
///   be read, as without a free descriptor
/// @param status how it ended
public record Orphan(int pid, String name, ExitStatus status) {
  @Override
  public String toString() {
    return name + " (pid " + pid + ") " + status;
  }
}
