package dev.signalman.internal.engine;

/// Threads of this library. They keep nothing of the thread that happens to start them: neither its
/// inheritable thread-locals, nor its context class loader, nor its thread group, each of which
/// would stay for as long as the thread lives.
public final class DaemonThread {
  private DaemonThread() {}

  /// What a thread that must not die does again and again.
  public interface Turn {
    /// Does it once more.
    ///
    /// @return false to end the thread
    /// @throws InterruptedException if somebody interrupts the thread by mistake: it goes on with
    ///   the next turn
    boolean turn() throws InterruptedException;
  }

  /// A daemon thread that ends when a turn says so, and not before: what a turn throws, an error
  /// too, is reported to the uncaught-exception handler, and after a short rest comes the next one.
  ///
  /// Whatever a turn has begun and not done when it throws, it has to remember itself.
  public static Thread lasting(String name, Turn turn) {
    return unstarted(name, new Turns(turn));
  }

  /// A daemon thread that runs `body` once.
  public static Thread unstarted(String name, Runnable body) {
    // By the constructor: with no thread-locals to inherit the thread has the system class loader.
    Thread thread = new Thread(topGroup(), body, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /// A thread id that is higher than those of all threads that exist, and lower than those of all
  /// that are made later.
  public static long nextId() {
    return new Thread(null, null, "signalman-id", 0, false).threadId();
  }

  static ThreadGroup topGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = group; parent != null; parent = parent.getParent()) {
      group = parent;
    }
    return group;
  }

  static final class Turns implements Runnable {
    private final Turn turn;

    Turns(Turn turn) {
      this.turn = turn;
    }

    @Override
    public void run() {
      boolean more = true;
      while (more) {
        try {
          more = turn.turn();
        } catch (InterruptedException _) {
          // A careless owner of all threads interrupts them; this one has work to do.
        } catch (Throwable e) {
          Uncaught.reportAndRest(e);
        }
      }
    }
  }
}
