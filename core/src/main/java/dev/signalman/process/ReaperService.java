package dev.signalman.process;

import dev.signalman.PosixException;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.VmSignals;
import dev.signalman.internal.wait.Linger;
import org.jspecify.annotations.Nullable;

/// The reaper of this process: started for the first child, and ended some time after the last one
/// ([Linger]). The starting thread ends with it: then no child is left that its end could affect.
final class ReaperService implements Linger.Service {
  static {
    Calls.loaded(Linger.class); // a child may end after its class loader was closed
  }

  private static final ReaperService SERVICE = new ReaperService();

  private @Nullable Reaper present;

  /// Children that are being started.
  private int starting;

  /// The number of starts so far.
  private long uses;

  /// The value of [#uses] when [Linger] last asked.
  private long usesBefore;

  private ReaperService() {}

  /// The reaper for a child that is about to start; the caller has to call [#release] afterwards.
  ///
  /// @throws PosixException if the process is out of descriptors; the next call tries again
  static Reaper take() throws PosixException {
    synchronized (SERVICE) {
      return SERVICE.reaper();
    }
  }

  private Reaper reaper() throws PosixException {
    Reaper reaper = present;
    if (reaper == null) {
      VmSignals.keepChildStatuses();
      reaper = Reaper.start();
      present = reaper;
    }
    starting++;
    uses++;
    return reaper;
  }

  /// Ends one [#take]: the child is being waited for, or has ended, or was not started.
  static void release() {
    synchronized (SERVICE) {
      SERVICE.starting--;
      if (!SERVICE.isUsed()) {
        unused();
      }
    }
  }

  /// Called when the reaper has no child.
  static void unused() {
    Linger.add(SERVICE);
  }

  private boolean isUsed() {
    return starting > 0 || (present != null && present.hasChildren());
  }

  @Override
  public synchronized boolean endIfUnused() {
    Reaper reaper = present;
    if (reaper == null || isUsed()) {
      return false;
    }
    if (uses != usesBefore || !reaper.end()) {
      usesBefore = uses;
      return true;
    }
    present = null;
    Starter.end();
    Launch.freeKept();
    return false;
  }
}
