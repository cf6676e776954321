package dev.signalman.netty;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.netty.util.concurrent.ThreadProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Loops that end together.
final class Loops {
  /// With a quiet period of 0 a loop ends as soon as it has no task left. The time of the stage
  /// bounds the wait; this time is only greater than any that a stage has.
  private static final long LONGEST_SECONDS = TimeUnit.DAYS.toSeconds(1);

  private final List<EventExecutorGroup> groups;

  Loops(EventExecutorGroup... groups) {
    this.groups = List.of(groups);
  }

  static void requireRunning(EventExecutorGroup group, String purpose, String wayOut) {
    if (group.isShuttingDown()) {
      throw new IllegalStateException(
          "signalman-netty: " + purpose + ": " + group + " was shut down; " + wayOut);
    }
  }

  void end() throws InterruptedException {
    for (EventExecutorGroup group : groups) {
      group.shutdownGracefully(0, LONGEST_SECONDS, TimeUnit.SECONDS);
    }
    for (EventExecutorGroup group : groups) {
      group.terminationFuture().await();
    }
  }

  /// A busy thread cannot be stopped. Names it, and its place in the code.
  void tellBusy() {
    List<String> busy = new ArrayList<>();
    for (EventExecutorGroup group : groups) {
      for (EventExecutor loop : group) {
        if (!loop.isTerminated()) {
          busy.add(describe(loop));
        }
      }
    }
    if (!busy.isEmpty()) {
      throw new IllegalStateException(
          "signalman-netty: these loops do not end: "
              + String.join("; ", busy)
              + ". Do work that waits on another executor");
    }
  }

  /// A loop that is shut down has a thread until it is terminated.
  private static String describe(EventExecutor loop) {
    if (!(loop instanceof SingleThreadEventExecutor single)) {
      return loop.toString();
    }
    ThreadProperties thread = single.threadProperties();
    StackTraceElement[] stack = thread.stackTrace();
    return stack.length == 0 ? thread.name() : thread.name() + " is in " + top(stack);
  }

  /// The highest frame outside the JDK tells more than a wait inside it.
  private static StackTraceElement top(StackTraceElement... stack) {
    for (StackTraceElement frame : stack) {
      if (!frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk.")) {
        return frame;
      }
    }
    return stack[0];
  }
}
