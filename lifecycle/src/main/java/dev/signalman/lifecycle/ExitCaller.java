package dev.signalman.lifecycle;

import dev.signalman.lifecycle.machine.Trigger;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the thread that makes the VM exit, by its stack (JDK 25): `java.lang.Shutdown` runs the
/// hooks in the thread that calls `System.exit`, or in a thread that the VM makes when the last
/// thread has ended.
final class ExitCaller {
  private static final String SHUTDOWN = "java.lang.Shutdown";
  private static final Set<String> INNER =
      Set.of(SHUTDOWN, "java.lang.Runtime", "java.lang.System");

  private ExitCaller() {}

  /// Whether a thread is inside `System.exit`.
  static boolean isExiting(Thread thread) {
    return frame(thread.getStackTrace(), "exit") >= 0;
  }

  /// The reason why the VM exits. May only be called in a shutdown hook.
  static StopCause find() {
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      StackTraceElement[] stack = each.getValue();
      if (frame(stack, "runHooks") >= 0) {
        return frame(stack, "shutdown") >= 0
            ? new StopCause.MainEnded()
            : new StopCause.ByExit(each.getKey().getName(), place(stack));
      }
    }
    return new StopCause.ByExit("", ""); // a virtual thread, which cannot be found
  }

  static Trigger trigger(StopCause cause) {
    return cause instanceof StopCause.MainEnded ? Trigger.MAIN_ENDED : Trigger.EXIT;
  }

  /// The thread that runs the hooks, or null if it is a virtual one.
  static @Nullable Thread thread() {
    for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
      if (frame(each.getValue(), "runHooks") >= 0) {
        return each.getKey();
      }
    }
    return null;
  }

  private static int frame(StackTraceElement[] stack, String method) {
    for (int i = 0; i < stack.length; i++) {
      if (stack[i].getClassName().equals(SHUTDOWN) && stack[i].getMethodName().equals(method)) {
        return i;
      }
    }
    return -1;
  }

  private static String place(StackTraceElement[] stack) {
    int i = Math.max(0, frame(stack, "exit"));
    while (i < stack.length && INNER.contains(stack[i].getClassName())) {
      i++;
    }
    if (i == stack.length) {
      return "";
    }
    StackTraceElement frame = stack[i];
    return frame.getClassName()
        + "."
        + frame.getMethodName()
        + "("
        + frame.getFileName()
        + ":"
        + frame.getLineNumber()
        + ")";
  }
}
