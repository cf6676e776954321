package dev.signalman.bench.peer;

import dev.signalman.lifecycle.Lifecycle;

/// Waits to be stopped by TERM: `StopPeer bare|hook|lifecycle|task`. With `hook` and `task` there
/// is one piece of work, which does nothing.
public final class StopPeer {
  private StopPeer() {}

  /// Runs until TERM ends it.
  public static void main(String[] args) throws InterruptedException {
    switch (args[0]) {
      case "bare" -> {}
      case "hook" -> Runtime.getRuntime().addShutdownHook(new Thread(StopPeer::work));
      case "lifecycle" -> open();
      case "task" -> open().stage("stop").add("work", StopPeer::work);
      default -> throw new IllegalArgumentException("unknown way: " + args[0]);
    }
    System.out.println("ready " + ProcessHandle.current().pid());
    Thread.sleep(Long.MAX_VALUE);
  }

  private static Lifecycle open() {
    return Lifecycle.builder().quiet().open();
  }

  private static void work() {
    // what it costs to get here is measured
  }
}
