package dev.signalman.internal.engine;

import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.posix.DlfcnH;

/// Names the owner of a handler that is neither ours nor the VM's, as far as it can be known.
final class HandlerOwner {
  static final String COPY = "a copy of Signalman";
  static final String ASYNC_PROFILER = "async-profiler";
  static final String GO = "the runtime of Go";
  static final String JLINE = "most likely JLine";

  /// A symbol that every Go program with C code exports.
  private static final String GO_SYMBOL = "_cgo_topofstack";

  /// The thread in which JLine reads the records of its handlers.
  private static final String JLINE_THREAD = "JLine-signal-dispatcher";

  private HandlerOwner() {}

  /// The owner of a handler in a library.
  ///
  /// @param file the library's name without folders
  static String ofLibrary(String path, String file) {
    if (file.startsWith("libasyncProfiler")) {
      return ASYNC_PROFILER;
    }
    return DlfcnH.exports(path, GO_SYMBOL) ? GO : "";
  }

  /// The owner of a handler in machine code that was generated at run time.
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
