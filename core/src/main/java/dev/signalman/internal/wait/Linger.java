package dev.signalman.internal.wait;

import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.DaemonThread;
import dev.signalman.internal.kernel.FirstFailure;
import dev.signalman.internal.kernel.Uncaught;
import java.util.ArrayList;
import java.util.List;

/// Ends the shared threads and descriptors of this library, once they have been unused for one to
/// two seconds. As long as they exist they keep the class loader of this library.
///
/// They do not end with their last use, because the next use usually follows soon. This has a
/// thread only as long as there is a service to check.
public final class Linger implements DaemonThread.Turn {
  /// The time between two checks, in milliseconds.
  private static final long PAUSE = 1_000;

  /// The unused services; also the lock. There is one service of each kind at a time, so this never
  /// grows.
  private static final List<Service> UNUSED = new ArrayList<>(8);

  private static boolean running;

  /// A service that can be ended, and is made again at its next use.
  public interface Service {
    /// Ends the service, unless it is in use: then its last user calls [#add] afterwards.
    ///
    /// @return whether to ask again, because it was used since the last check
    boolean endIfUnused();
  }

  private Linger() {}

  /// Adds a service that is no longer in use. The caller may hold the service's own locks.
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

  /// @return whether a thread could be started; if not, the next service that is added tries again
  private static boolean start() {
    try {
      // Code that drops the class loader usually closes it at once: then it finds no class any
      // more.
      Calls.loaded(FirstFailure.class, Uncaught.class);
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

  /// Asks without holding the lock, because users take it while they hold their own locks.
  private static void askFirst() {
    Service service;
    synchronized (UNUSED) {
      service = UNUSED.removeFirst(); // first: a user that finishes meanwhile adds it again
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
