package dev.signalman.signal;

import dev.signalman.SignalInfo;
import java.util.Optional;
import java.util.function.Predicate;

/// Conditions on the sender of a signal, for example for
/// [dev.signalman.time.Ticker.Builder#acceptIf].
public final class Senders {
  /// The longest chain of parents: a longer one is a race with reused pids.
  private static final int LONGEST_CHAIN = 64;

  private Senders() {}

  /// True if a process of the given user sent the signal; ids are 0 to 4,294,967,295.
  public static Predicate<SignalInfo> uid(long uid) {
    return info -> info.cause().hasSender() && !info.senderUnknown() && info.uid() == uid;
  }

  /// True if a child of this process sent the signal, or a child's child, and so on.
  ///
  /// The sender is looked up when its signal is read. A sender that has ended and been waited for
  /// by then cannot be distinguished from other processes, and is refused.
  public static Predicate<SignalInfo> descendants() {
    return info -> info.cause().hasSender() && info.pid() > 0 && isDescendant(info.pid());
  }

  private static boolean isDescendant(int pid) {
    long self = ProcessHandle.current().pid();
    Optional<ProcessHandle> ancestor = ProcessHandle.of(pid).flatMap(ProcessHandle::parent);
    for (int i = 0; i < LONGEST_CHAIN && ancestor.isPresent(); i++) {
      if (ancestor.get().pid() == self) {
        return true;
      }
      ancestor = ancestor.get().parent();
    }
    return false;
  }
}
