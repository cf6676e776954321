package dev.signalman.time;

import dev.signalman.SignalInfo;
import java.util.Optional;
import java.util.function.Predicate;

/// Conditions on who sent a signal, for [Ticker.Builder#acceptIf].
public final class Senders {
  /// A chain of parents is no longer than this; a longer one is a race with pids in reuse.
  private static final int LONGEST_CHAIN = 64;

  private Senders() {}

  /// Sent by a process of this user, whose id is 0 to 4,294,967,295.
  public static Predicate<SignalInfo> uid(long uid) {
    return info -> info.cause().hasSender() && !info.senderUnknown() && info.uid() == uid;
  }

  /// Sent by a child of this process, or by a child's child.
  ///
  /// The sender is looked up when its signal is read. One that has ended by then, and has been
  /// waited for, cannot be told from a stranger and is refused.
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
