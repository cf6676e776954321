package dev.signalman.lifecycle;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds out which thread has the lock that another one waits for. Needs the modules
/// `java.management` and `jdk.management`: without them, this class fails to load.
final class LockOwners {
  private LockOwners() {}

  /// A lock and the thread that has it.
  ///
  /// @param lock class and identity of the object; empty if the thread waits for none
  /// @param thread the thread's name; empty if there is none or it is not known
  /// @param stack its frames
  record Owner(String lock, String thread, List<String> stack) {}

  /// The owner of the monitor that a thread is blocked on, whether the threads are virtual or not.
  static Owner ofMonitor(long thread) throws IOException {
    ThreadDump dump = ThreadDump.parse(dump());
    ThreadDump.Entry blocked = dump.thread(thread);
    String lock = blocked == null ? "" : blocked.blockedOn;
    ThreadDump.Entry owner = lock.isEmpty() ? null : dump.ownerOf(lock);
    return owner == null
        ? new Owner(lock, "", List.of())
        : new Owner(lock, owner.name, owner.stack);
  }

  private static List<String> dump() throws IOException {
    Path folder = Files.createTempDirectory("signalman-threads");
    Path file = folder.resolve("threads.json");
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toAbsolutePath().toString(), ThreadDumpFormat.JSON);
      return Files.readAllLines(file);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }

  /// The owner of a lock of `java.util.concurrent`. The JDK knows only platform threads as owners.
  static Owner ofSynchronizer(Object lock) {
    String name = lock.getClass().getName() + "@" + Integer.toHexString(hash(lock));
    for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(false, true)) {
      for (LockInfo owned : thread.getLockedSynchronizers()) {
        if (is(owned, lock)) {
          return new Owner(name, thread.getThreadName(), frames(thread.getStackTrace()));
        }
      }
    }
    return new Owner(name, "", List.of());
  }

  /// Whether a thread waits for an object, as `Thread.join` waits for the thread.
  static boolean waitsFor(Thread thread, Object object) {
    ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId());
    return info != null && is(info.getLockInfo(), object);
  }

  private static boolean is(@Nullable LockInfo info, Object object) {
    return info != null
        && info.getIdentityHashCode() == hash(object)
        && info.getClassName().equals(object.getClass().getName());
  }

  private static int hash(Object object) {
    return System.identityHashCode(object);
  }

  static List<String> frames(StackTraceElement[] stack) {
    List<String> frames = new ArrayList<>();
    for (StackTraceElement frame : stack) {
      frames.add(frame.toString());
    }
    return frames;
  }
}
