package dev.signalman.internal.wait;

import dev.signalman.internal.kernel.ThreadFile;
import dev.signalman.internal.kernel.ThreadList;
import dev.signalman.posix.EpollH;
import dev.signalman.posix.PidfdH;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;

/// Tells pollers that `Runtime.halt` was called. It watches a thread of HotSpot that ends then.
///
/// On every way out, HotSpot first ends the thread that runs its periodic tasks, and only then
/// stops all others and waits for those in native code (JDK 25, `before_exit` and `VM_Exit`). A
/// descriptor of that thread can be read once it has ended (pidfd_open(2), Linux 6.9). Without such
/// descriptors in the kernel, or such a thread in the VM, a halt takes 300 ms as if this class did
/// not exist.
///
/// Used under one lock, that of [VmExit].
final class HaltWatch {
  /// The tag of the event, in place of a descriptor: a number could come to mean another file.
  static final int TAG = -2;

  private static final int NONE = -1;

  /// The first 15 characters of "VM Periodic Task Thread", which is all that the kernel keeps.
  private static final String NAME = "VM Periodic Tas\n";

  private int descriptor = NONE;

  /// Makes `poller` learn of a halt.
  void watch(Poller poller) {
    if (descriptor == NONE) {
      descriptor = open();
    }
    if (descriptor != NONE) {
      poller.addTagged(descriptor, EpollH.EPOLLIN | EpollH.EPOLLET, TAG);
    }
  }

  /// Closes the descriptor, when no poller is left.
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

  /// @return the thread's id, or [#NONE]
  private static int periodicThread() {
    ThreadList threads = new ThreadList();
    ThreadFile file = new ThreadFile();
    if (!threads.tryRead()) {
      return NONE;
    }
    for (int i = 0; i < threads.size(); i++) {
      int thread = threads.tid(i);
      if (file.name(thread).equals(NAME)) {
        return isOurs(thread) ? thread : NONE;
      }
    }
    return NONE;
  }

  /// Whether the thread is ours: in the `/proc` of another pid namespace the numbers mean other
  /// threads.
  private static boolean isOurs(int thread) {
    return SignalH.tgkill(UnistdH.getpid(), thread, 0) == 0;
  }
}
