package dev.signalman.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Notices when somebody replaces the action of a claimed signal, and tells it once.
///
/// The kernel tells nobody, so it takes a look at each claimed signal: a system call each. That is
/// done before a receiver waits or looks for signals and when the engine is called, and then once a
/// second at most: never because time passes, and not at all as long as nobody listens.
final class ReplacedActions implements Runnable {
  private static final long PAUSE = 1_000_000_000;

  private final Object lock;
  private final Claims claims;
  private final LongSupplier clock;
  private final ReentrantLock turn = new ReentrantLock();
  private final Action seen = Action.blank(); // guarded by turn
  private final Action standing = Action.blank(); // guarded by lock
  private final List<Consumer<Replacement>> listeners = new ArrayList<>(); // guarded by lock
  private volatile boolean heard;
  private volatile long looked;
  private volatile boolean telling;

  /// @param lock under which claims change
  /// @param claims all of them. A look reads without the lock, which may be held for seconds; what
  ///   it finds is verified under the lock
  /// @param clock nanoseconds since some time
  ReplacedActions(Object lock, Claims claims, LongSupplier clock) {
    this.lock = lock;
    this.claims = claims;
    this.clock = clock;
    looked = clock.getAsLong();
  }

  /// Looks, unless the last look was less than a second ago.
  void lookAgain() {
    if (!heard) {
      return;
    }
    long now = clock.getAsLong();
    if (now - looked >= PAUSE) {
      looked = now;
      look();
    }
  }

  /// Has a thread verify and tell what is new. Waits for nobody.
  private void look() {
    if (heard && !telling && turn.tryLock()) {
      lookInTurn();
    }
  }

  /// The same for callers to whom it was promised: a look by another thread may have begun too
  /// early. Not with the lock held.
  private void lookNow() {
    if (heard) {
      turn.lock();
      lookInTurn();
    }
  }

  private void lookInTurn() {
    try {
      if (!telling && isNew()) {
        telling = true; // first: the thread takes it back, perhaps before its start returns
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

  /// @return whether there is room for a thread; if not, a later look tries again
  private boolean start() {
    try {
      DaemonThread.unstarted("signalman-notices", this).start();
      return true;
    } catch (OutOfMemoryError _) {
      return false;
    }
  }

  /// Listeners are called in a thread of their own, since the others hold locks, or read signals.
  @Override
  public void run() {
    List<Replacement> news = new ArrayList<>();
    List<Consumer<Replacement>> told;
    synchronized (lock) {
      telling = false;
      told = List.copyOf(listeners);
      if (!told.isEmpty()) {
        takeNews(news);
      }
    }
    for (Replacement replacement : news) {
      for (Consumer<Replacement> listener : told) {
        tell(listener, replacement);
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

  /// A claim whose action is somebody else's now.
  private Replacement replacement(Claim claim) {
    return new Replacement(claim.signal(), Standing.of(standing), claim.queued() != 0);
  }

  /// Those that stand now. Takes a look for the listeners' sake, too.
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
    lookNow();
    return present;
  }

  /// Calls `listener` for each replacement that is noticed from now on: also for those that stand
  /// already, unless another listener has been told.
  void add(Consumer<Replacement> listener) {
    synchronized (lock) {
      listeners.add(listener);
      heard = true;
    }
    lookNow();
  }

  /// A call that has begun may still be going on.
  void remove(Consumer<Replacement> listener) {
    synchronized (lock) {
      listeners.remove(listener);
      heard = !listeners.isEmpty();
    }
  }
}
