package dev.signalman.internal.engine;

import dev.signalman.posix.EpollH;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.UnistdH;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Tells pollers that `Runtime.halt` was called, by way of a thread of HotSpot that ends then.
///
/// On every way out, HotSpot first ends the thread that runs its periodic tasks, and only then
/// stops all others and waits for those in native code (JDK 25, `before_exit` and `VM_Exit`). A
/// descriptor of that thread can be read once it has ended (pidfd_open(2), Linux 6.9). Where the
/// kernel has no such descriptors, or the VM no such thread, a halt takes 300 ms as it would
/// without this.
///
/// Used under one lock, that of [VmExit].
final class HaltWatch {
  private static final int NONE = -1;

  /// The kernel keeps 15 characters of "VM Periodic Task Thread".
  private static final String NAME = "VM Periodic Tas\n";

  private static final String TASKS = "/proc/self/task";

  private volatile int descriptor = NONE;

  /// Has `poller` told of a halt.
  void watch(Poller poller) {
    if (descriptor == NONE) {
      descriptor = open();
    }
    if (descriptor != NONE) {
      poller.addForGood(descriptor, EpollH.EPOLLIN | EpollH.EPOLLET);
    }
  }

  /// Whether this is what tells of a halt.
  boolean is(int ready) {
    return ready != NONE && ready == descriptor;
  }

  /// For when no poller is left.
  void end() {
    int present = descriptor;
    descriptor = NONE;
    if (present != NONE) {
      UnistdH.close(present);
    }
  }

  private static int open() {
    int thread = periodicThread();
    return thread == NONE ? NONE : Math.max(NONE, PidfdH.pidfd_open(thread, PidfdH.PIDFD_THREAD));
  }

  /// @return its id, or [#NONE]
  private static int periodicThread() {
    String @Nullable [] threads = new File(TASKS).list();
    if (threads == null) {
      return NONE;
    }
    byte[] name = new byte[NAME.length()];
    for (String thread : threads) {
      if (isPeriodic(thread, name)) {
        return Integer.parseInt(thread);
      }
    }
    return NONE;
  }

  private static boolean isPeriodic(String thread, byte[] name) {
    try (FileInputStream file = new FileInputStream(TASKS + "/" + thread + "/comm")) {
      int count = file.read(name);
      return count == name.length && NAME.equals(new String(name, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return false; // it has ended, or no descriptor is left
    }
  }
}
