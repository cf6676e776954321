package dev.signalman.internal.engine;

import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.internal.kernel.SigAction;
import dev.signalman.internal.kernel.Uncaught;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Notices when other code replaces the action of a claimed signal, and reports it once.
///
/// The kernel does not report this, so each claimed signal is checked, which takes a system call.
/// That happens before a receiver waits or polls and when the engine is called, at most once a
/// second: never on a timer, and not at all without a listener.
final class ReplacedActions implements Runnable {
  private static final long PAUSE = 1_000_000_000;

  private final Object lock;
  private final Claims claims;
  private final LongSupplier clock;
  private final ReentrantLock turn = new ReentrantLock();
  private final SigAction seen = SigAction.blank(); // guarded by turn
  private final SigAction standing = SigAction.blank(); // guarded by lock
  private final List<Consumer<Replacement>> listeners = new ArrayList<>(); // guarded by lock
  private volatile boolean heard;
  private volatile long checked;
  private volatile boolean telling;

  /// @param lock under which claims change
  /// @param claims all claims. A check reads them without the lock, which may be held for seconds;
  ///   its findings are verified under the lock
  /// @param clock nanoseconds since some time
  ReplacedActions(Object lock, Claims claims, LongSupplier clock) {
    this.lock = lock;
    this.claims = claims;
    this.clock = clock;
    checked = clock.getAsLong();
  }

  /// Checks, unless the last check was less than a second ago.
  void checkIfDue() {
    if (!isHeard()) {
      return;
    }
    long now = clock.getAsLong();
    if (now - checked >= PAUSE) {
      checked = now;
      check();
    }
  }

  private boolean isHeard() {
    return heard || Observers.all() != null;
  }

  /// Checks, and makes a thread verify and report new findings. Never waits.
  private void check() {
    if (!telling && turn.tryLock()) {
      checkInTurn();
    }
  }

  /// The same for callers to whom a check was promised: a check by another thread may have begun
  /// too early. Not to be called with the lock held.
  private void checkNow() {
    if (isHeard()) {
      turn.lock();
      checkInTurn();
    }
  }

  private void checkInTurn() {
    try {
      if (!telling && isNew()) {
        telling = true; // first: the thread resets it, perhaps before start() returns
        if (!start()) {
          telling = false;
        }
      }
    } finally {
      turn.unlock();
    }
  }

  private boolean isNew() {
    for (Claim claim : claims) {
      if (!claim.isLeaving()) {
        seen.read(claim.signal());
        if (claim.isNews(seen.handler())) {
          return true;
        }
      }
    }
    return false;
  }

  /// @return whether a thread could be started; if not, a later check tries again
  private boolean start() {
    try {
      DaemonThread.unstarted("signalman-notices", this).start();
      return true;
    } catch (OutOfMemoryError _) {
      return false;
    }
  }

  /// Calls the listeners, in a separate thread, since others hold locks or read signals.
  @Override
  public void run() {
    List<Replacement> news = new ArrayList<>();
    List<Consumer<Replacement>> told;
    Observer all = Observers.all();
    synchronized (lock) {
      telling = false;
      told = List.copyOf(listeners);
      if (!told.isEmpty() || all != null) {
        takeNews(news);
      }
    }
    for (Replacement replacement : news) {
      for (Consumer<Replacement> listener : told) {
        tell(listener, replacement);
      }
      if (all != null) {
        all.replaced(replacement.signal(), replacement.queued());
      }
    }
  }

  private void takeNews(List<Replacement> news) {
    for (Claim claim : claims) {
      if (!claim.isLeaving()) {
        standing.read(claim.signal());
        if (claim.takeNews(standing.handler())) {
          news.add(replacement(claim));
        }
      }
    }
  }

  private static void tell(Consumer<Replacement> listener, Replacement replacement) {
    try {
      listener.accept(replacement);
    } catch (Throwable e) {
      Uncaught.report(e);
    }
  }

  /// The replacement of a claim's action.
  private Replacement replacement(Claim claim) {
    return new Replacement(
        claim.signal(), SignalState.of(claim.signal(), standing), claim.queued() != 0);
  }

  /// The present replacements. Also checks for the listeners.
  List<Replacement> present() {
    List<Replacement> present = new ArrayList<>();
    synchronized (lock) {
      for (Claim claim : claims) {
        if (!claim.isLeaving()) {
          standing.read(claim.signal());
          if (!claim.isOurs(standing.handler())) {
            present.add(replacement(claim));
          }
        }
      }
    }
    checkNow();
    return present;
  }

  /// Calls `listener` for each replacement that is noticed from now on, including existing ones,
  /// unless another listener has been told of those.
  void add(Consumer<Replacement> listener) {
    synchronized (lock) {
      listeners.add(listener);
      heard = true;
    }
    checkNow();
  }

  /// Removes a listener. A call that has begun may still be running.
  void remove(Consumer<Replacement> listener) {
    synchronized (lock) {
      listeners.remove(listener);
      heard = !listeners.isEmpty();
    }
  }
}
