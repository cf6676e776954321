package dev.signalman.internal.kernel;

/// Makes the threads of this library. They take nothing from the thread that starts them: no
/// inheritable thread-locals, no context class loader and no thread group, because the new thread
/// would keep those as long as it lives.
public final class DaemonThread {
  private DaemonThread() {}

  /// The repeated work of a thread that must not die.
  public interface Turn {
    /// Does the work once.
    ///
    /// @return false to end the thread
    /// @throws InterruptedException if other code interrupts the thread by mistake: the thread
    ///   continues with the next turn
    boolean turn() throws InterruptedException;
  }

  /// A daemon thread that ends only when a turn says so: an exception or error of a turn is
  /// reported to the uncaught-exception handler, and after a short rest the next turn follows.
  ///
  /// If a turn throws, the turn itself has to remember work that it has begun and not completed.
  public static Thread lasting(String name, Turn turn) {
    return unstarted(name, new Turns(turn));
  }

  /// A daemon thread that runs `body` once.
  public static Thread unstarted(String name, Runnable body) {
    // This constructor inherits no thread-locals and sets the system class loader.
    Thread thread = new Thread(topGroup(), body, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /// A thread id that is higher than those of all threads that exist, and lower than those of all
  /// that are made later.
  public static long nextId() {
    return new Thread(null, null, "signalman-id", 0, false).threadId();
  }

  public static ThreadGroup topGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = group; parent != null; parent = parent.getParent()) {
      group = parent;
    }
    return group;
  }

  static final class Turns implements Runnable {
    private final Turn turn;

    Turns(Turn turn) {
      // Now: without memory, or once its class loader is closed, the thread could not load it.
      Calls.loaded(Uncaught.class);
      this.turn = turn;
    }

    @Override
    public void run() {
      boolean more = true;
      while (more) {
        try {
          more = turn.turn();
        } catch (InterruptedException _) {
          // Some code interrupts all threads; this one still has work to do.
        } catch (Throwable e) {
          Uncaught.reportAndRest(e);
        }
      }
    }
  }
}
