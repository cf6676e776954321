package dev.signalman.lifecycle;

import dev.signalman.Signal;
import dev.signalman.lifecycle.machine.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Ends the VM by `System.exit`. Our shutdown hook runs the stages when other code calls
/// `System.exit`.
final class Exits implements WayOut {
  private static final long TOLD_MILLIS = 50;
  private static final long SIGNAL_MILLIS = 200;

  private final StopLoop loop;
  private final CountDownLatch released = new CountDownLatch(1);
  private final Thread hook = OwnThread.unstarted("signalman-stop-hook", new Hook());
  private final Thread exit = OwnThread.unstarted("signalman-exit", new Exit());
  private volatile @Nullable Runnable onExit;
  private volatile @Nullable Hooks hooks;
  private volatile @Nullable Signal signal;
  private volatile int status;

  Exits(StopLoop loop) {
    this.loop = loop;
  }

  @Override
  public boolean install() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return true;
    } catch (IllegalStateException _) { // so the VM says that it is too late
      return false;
    }
  }

  @Override
  public void remove() {
    released.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The VM exits: the hook has been released.
    }
  }

  private final class Hook implements Runnable {
    @Override
    public void run() {
      if (released.getCount() == 0) {
        Runnable afterwards = onExit;
        if (afterwards != null) { // our own exit
          afterwards.run();
        }
        return;
      }
      StopCause cause = find();
      loop.post(new Event.ExitBegan(ExitCaller.trigger(cause)), cause);
      awaitRelease();
    }

    private StopCause find() {
      try {
        hooks = new Hooks();
        return ExitCaller.find();
      } catch (Throwable e) { // the stages matter more than the name of the caller
        OwnThread.report(e);
        return new StopCause.ByExit("", "");
      }
    }

    /// An interrupt does not end the wait: the deadline bounds the stop.
    private void awaitRelease() {
      boolean open = true;
      while (open) {
        try {
          released.await();
          open = false;
        } catch (InterruptedException _) {
          // Somebody interrupts all threads.
        }
      }
    }
  }

  @Override
  public void release() {
    released.countDown();
  }

  /// In a thread of its own, because that thread never returns.
  @Override
  public void exit(int chosen, @Nullable Signal by, Runnable afterwards) {
    onExit = afterwards;
    status = chosen;
    signal = by;
    hooks = new Hooks();
    exit.start();
  }

  private final class Exit implements Runnable {
    @Override
    public void run() {
      Signal by = signal;
      if (by != null) {
        endBy(by);
      }
      System.exit(status);
    }

    private void endBy(Signal by) {
      try {
        StopSignals.endBy(by);
        Thread.sleep(SIGNAL_MILLIS); // the kernel has ended the process long before
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (UnsupportedOperationException _) {
        // In portable mode nothing sends it. The status says the same to a shell.
      } catch (Throwable e) {
        OwnThread.report(e);
      }
    }
  }

  @Override
  public void showHooks(Teller teller) {
    Hooks present = hooks;
    if (present != null) {
      Looks.start(() -> show(teller, present.running(patience())));
    }
  }

  /// The hooks are named before the VM is halted, also where a thread dump takes long.
  private Duration patience() {
    Duration part = loop.timeLeft().dividedBy(4);
    return part.compareTo(Looks.PATIENCE) < 0 ? part : Looks.PATIENCE;
  }

  private void show(Teller teller, List<ThreadView> running) {
    if (!running.isEmpty()) {
      Duration left = loop.timeLeft();
      teller.tell(listener -> listener.hooksHang(running, left));
    }
  }

  @Override
  public void halt(int halted, Teller teller) {
    teller.tell(listener -> listener.noted("the VM is halted with status " + halted));
    teller.flush(TOLD_MILLIS);
    Runtime.getRuntime().halt(halted);
  }
}
