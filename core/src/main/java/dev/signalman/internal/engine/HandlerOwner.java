package dev.signalman.internal.engine;

import dev.signalman.posix.DlfcnH;

/// Whose handler it is that is neither ours nor the VM's, as far as that can be known.
final class HandlerOwner {
  static final String COPY = "a copy of Signalman";
  static final String ASYNC_PROFILER = "async-profiler";
  static final String GO = "the runtime of Go";
  static final String JLINE = "most likely JLine";

  /// What each program of Go exports that has C in it.
  private static final String GO_SYMBOL = "_cgo_topofstack";

  /// The thread that JLine reads in what its handlers have written.
  private static final String JLINE_THREAD = "JLine-signal-dispatcher";

  private HandlerOwner() {}

  /// Of a library.
  ///
  /// @param file its name without folders
  static String ofLibrary(String path, String file) {
    if (file.startsWith("libasyncProfiler")) {
      return ASYNC_PROFILER;
    }
    return DlfcnH.exports(path, GO_SYMBOL) ? GO : "";
  }

  /// Of machine code that was made while the program runs.
  static String ofGenerated(long handler) {
    if (HandlerCopies.include(handler)) {
      return COPY;
    }
    return isRunning(JLINE_THREAD) ? JLINE : "";
  }

  private static boolean isRunning(String thread) {
    ThreadGroup group = DaemonThread.topGroup();
    Thread[] threads = new Thread[2 * group.activeCount() + 16];
    int count = group.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i].getName().equals(thread)) {
        return true;
      }
    }
    return false;
  }
}
