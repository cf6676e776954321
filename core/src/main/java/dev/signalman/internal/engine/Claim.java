package dev.signalman.internal.engine;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.internal.kernel.SigAction;

/// A signal that has a receiver, with everything that a release needs.
final class Claim {
  private final Signal signal;
  private final SignalSource source;
  private final Mode wanted;
  private final long ours;
  private final SigAction spare;
  private final boolean blockable;
  private final boolean everywhere;
  private SigAction previous;
  private boolean byForce;
  private boolean leaving;

  /// Whether the last check found a foreign action. Read without a lock.
  private volatile boolean replaced;

  /// @param wanted the mode that its receiver wants
  /// @param previous the action to restore at release
  /// @param ours our handler, installed meanwhile
  /// @param blockable whether it is blocked in every thread and read from the signalfd; otherwise
  ///   it always comes through the handler code
  /// @param everywhere whether every thread blocked it before: then no mask is changed
  /// @param spare memory for the release
  Claim(
      Signal signal,
      SignalSource source,
      Mode wanted,
      SigAction previous,
      long ours,
      boolean blockable,
      boolean everywhere,
      SigAction spare) {
    this.signal = signal;
    this.source = source;
    this.wanted = wanted;
    this.previous = previous;
    this.ours = ours;
    this.blockable = blockable;
    this.everywhere = everywhere;
    this.spare = spare;
  }

  Signal signal() {
    return signal;
  }

  /// Whether `handler` is the one that this claim has installed.
  boolean isOurs(long handler) {
    return handler == ours;
  }

  /// Whether [#takeNews] would change this claim.
  boolean isNews(long handler) {
    return isOurs(handler) == replaced;
  }

  /// Records the handler that is installed now.
  ///
  /// @return whether other code has replaced ours since the last check. If it puts ours back and
  ///   replaces it again, that counts again
  boolean takeNews(long handler) {
    boolean before = replaced;
    replaced = !isOurs(handler);
    return replaced && !before;
  }

  SignalSource source() {
    return source;
  }

  /// The mode that its receiver wants.
  Mode wanted() {
    return wanted;
  }

  /// The action to restore at release.
  SigAction previous() {
    return previous;
  }

  /// Makes `action` the one to restore at release, even if other code has changed the present one.
  void leave(SigAction action) {
    previous = action;
    byForce = true;
  }

  /// Restores the old action, unless other code has set a new one meanwhile. Needs no memory. A
  /// second call changes nothing, unless the kernel refused the first: then it does the work.
  void giveBack() {
    if (!leaving) {
      if (byForce) {
        previous.install(signal);
      } else {
        previous.putBack(signal, ours, spare);
      }
      leaving = true;
    }
  }

  /// Whether [#giveBack] is done, so that only the threads' masks remain to be restored.
  boolean isLeaving() {
    return leaving;
  }

  /// The signal's bit, if it is blocked in every thread now and read from the signalfd.
  long queued() {
    return blockable && !leaving ? bit() : 0;
  }

  /// The signal's bit, if a release has to unblock it in threads.
  long toUnblock() {
    return blockable && !everywhere ? bit() : 0;
  }

  /// Whether a release can leave all threads alone.
  boolean isEverywhere() {
    return everywhere;
  }

  /// Whether a mask contains the signal.
  boolean isIn(long signals) {
    return (signals & bit()) != 0;
  }

  /// The signal as a mask.
  long bit() {
    return 1L << (signal.number() - 1);
  }
}
