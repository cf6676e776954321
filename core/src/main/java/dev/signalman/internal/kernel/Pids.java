package dev.signalman.internal.kernel;

/// Checks of process and group numbers: kill(2) would take some of them to mean something else.
public final class Pids {
  private Pids() {}

  /// This process, without a system call: the JDK remembers it.
  public static int self() {
    return (int) ProcessHandle.current().pid();
  }

  public static int process(long pid) {
    if (pid < 1 || pid > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "no process can have the pid "
              + pid
              + ": pids are 1 to "
              + Integer.MAX_VALUE
              + "; for a process group use sendToGroup");
    }
    return (int) pid;
  }

  /// kill(2) takes -1 for every process, and killpg(1, ...) becomes just that.
  public static int group(long pgid) {
    if (pgid < 2 || pgid > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "no process group can be signalled by the number "
              + pgid
              + ": they are 2 to "
              + Integer.MAX_VALUE
              + " (0 and 1 would reach every process)");
    }
    return (int) pgid;
  }
}
