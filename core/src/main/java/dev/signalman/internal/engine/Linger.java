package dev.signalman.internal.engine;

import java.util.ArrayList;
import java.util.List;

/// Ends the threads and descriptors that serve all of this library's users together, once nobody
/// has used them for one to two seconds. As long as they are there they keep the class loader of
/// this library.
///
/// They are not ended with their last use, because most often the next one follows soon. This has a
/// thread only as long as something is to be looked at.
public final class Linger implements DaemonThread.Turn {
  /// In milliseconds.
  private static final long PAUSE = 1_000;

  /// Also the lock. There is one of each kind at a time, so this never grows.
  private static final List<Service> UNUSED = new ArrayList<>(8);

  private static boolean running;

  /// What can be ended, and is made anew on its next use.
  public interface Service {
    /// Ends it, unless it is in use: then whoever uses it calls [#add] afterwards.
    ///
    /// @return whether it is to be asked once more, because it was used since it was asked last
    boolean endIfUnused();
  }

  private Linger() {}

  /// For a service that nobody uses any more. May be called with the service's own locks held.
  public static void add(Service service) {
    synchronized (UNUSED) {
      if (!UNUSED.contains(service)) {
        UNUSED.add(service);
      }
      if (!running) {
        running = start();
      }
    }
  }

  /// @return whether there is room for a thread; if not, the next one that is added asks again
  private static boolean start() {
    try {
      if (!Calls.FROM_FOLDER) { // else they are there already
        // Whoever drops the class loader most often closes it at once, and it finds no class then.
        Calls.loaded(FirstFailure.class, OwnTimers.class, Uncaught.class);
      }
      DaemonThread.lasting("signalman-linger", new Linger()).start();
      return true;
    } catch (OutOfMemoryError _) {
      return false;
    }
  }

  @Override
  public boolean turn() throws InterruptedException {
    Thread.sleep(PAUSE);
    for (int left = count(); left > 0; left--) {
      askFirst();
    }
    synchronized (UNUSED) {
      running = !UNUSED.isEmpty();
      return running;
    }
  }

  private static int count() {
    synchronized (UNUSED) {
      return UNUSED.size();
    }
  }

  /// Without the lock, which its users take while they hold their own.
  private static void askFirst() {
    Service service;
    synchronized (UNUSED) {
      service = UNUSED.removeFirst(); // first: who uses it last while it is asked adds it again
    }
    boolean again = true;
    try {
      again = service.endIfUnused();
    } finally {
      if (again) {
        add(service);
      }
    }
  }
}
