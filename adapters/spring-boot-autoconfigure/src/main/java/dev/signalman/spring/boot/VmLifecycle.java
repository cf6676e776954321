package dev.signalman.spring.boot;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.lifecycle.Lifecycle;
import dev.signalman.lifecycle.LifecycleBuilder;
import dev.signalman.lifecycle.Readiness;
import dev.signalman.lifecycle.StopCause;
import dev.signalman.lifecycle.StopReport;
import dev.signalman.lifecycle.StopStatus;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The one lifecycle of this VM, which all its applications share. It is open from the start of the
/// first application until no context is left.
final class VmLifecycle {
  /// The stage in which contexts are closed.
  static final String STAGE = "spring";

  /// The task that closes them.
  static final String TASK = "context";

  static final VmLifecycle THIS = new VmLifecycle();

  private static final int SIGNAL_BASE = 128;
  private static final int STATUS_BITS = 0xFF;

  private final List<Attached> attached = new CopyOnWriteArrayList<>();
  private final News news = new News();
  private @Nullable Lifecycle life;
  private Settings settings = Settings.usual();
  private boolean settled;
  private volatile int exitCode;

  private VmLifecycle() {}

  /// Takes the signals before the properties of an application are known.
  synchronized void openEarly() {
    if (life == null) {
      life = open(Settings.usual());
    }
  }

  /// Makes the lifecycle one with these settings. Does nothing if another application has done so
  /// before.
  ///
  /// @return the lifecycle
  /// @throws StoppedWhileStartingException if it stops already
  synchronized Lifecycle settle(Settings wanted) {
    Lifecycle present = life;
    if (present == null) {
      present = open(wanted);
    } else if (stops(present)) {
      throw new StoppedWhileStartingException();
    } else if (!settled && !wanted.equals(settings)) {
      life = null; // if the new one cannot be opened, there is none
      present = reopen(present, wanted);
    }
    life = present;
    if (!settled) {
      settled = true;
      complete(present);
    }
    return present;
  }

  /// The settings that are in force.
  synchronized Settings settings() {
    return settings;
  }

  synchronized boolean isSettled() {
    return settled;
  }

  private Lifecycle open(Settings chosen) {
    LifecycleBuilder builder =
        Lifecycle.builder()
            .quiet()
            .listener(new LogListener(attached, chosen.threads()))
            .listener(news)
            .status(StopStatus.of(report -> status(chosen, report)));
    chosen.applyTo(builder);
    Lifecycle opened = builder.open();
    settings = chosen;
    exitCode = 0;
    return opened;
  }

  /// Not before it is certain that this lifecycle stays: closing it would close the contexts.
  private void complete(Lifecycle stays) {
    stays.readiness().listen(this::announce);
    stays.stage(STAGE).add(TASK, this::closeContexts);
    stays.onReload("configuration", new ConfigReload(attached));
  }

  /// A signal that comes between the two lifecycles is kept, and stops the second one.
  private Lifecycle reopen(Lifecycle early, Settings chosen) {
    SignalSet stops = taken(settings.stopOn()).intersection(chosen.stopOn());
    if (stops.isEmpty()) {
      close(early);
      return open(chosen);
    }
    try (SignalQueue between = Signals.queue(stops)) {
      close(early);
      Lifecycle opened = open(chosen);
      SignalInfo came = between.poll();
      if (came != null) {
        opened.stop(came.toString());
      }
      return opened;
    }
  }

  /// Without those that are ignored, as nohup(1) wants: those were not taken.
  private static SignalSet taken(SignalSet signals) {
    SignalSet taken = signals;
    for (Signal signal : signals) {
      if (Signals.disposition(signal) instanceof Disposition.Ignored) {
        taken = taken.without(signal);
      }
    }
    return taken;
  }

  void attach(Attached context) {
    attached.add(context);
  }

  /// The context is closed. If it was the last one, the VM gets its signals back.
  void detach(Attached context) {
    attached.remove(context);
    releaseIfUnused();
  }

  synchronized void releaseIfUnused() {
    Lifecycle present = life;
    if (present != null && attached.isEmpty() && !stops(present)) {
      life = null;
      settled = false;
      close(present);
    }
  }

  /// In a thread of its own: the caller may be one that a lifecycle must not be closed in.
  private static void close(Lifecycle open) {
    Thread closing = Thread.ofPlatform().name("signalman-release").start(open::close);
    boolean interrupted = false;
    while (closing.isAlive()) {
      try {
        closing.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// For tests, whose VM is still there after a process has ended.
  synchronized void forget() {
    attached.clear();
    life = null;
    settled = false;
  }

  /// Whether the application has been asked to stop.
  boolean stops() {
    Lifecycle present;
    synchronized (this) {
      present = life;
    }
    return present != null && stops(present);
  }

  static boolean stops(Lifecycle life) {
    return life.readiness().state().compareTo(Readiness.State.READY) > 0;
  }

  /// The application wants work.
  void ready() {
    Lifecycle present;
    synchronized (this) {
      present = life;
    }
    if (present != null) {
      present.ready();
    }
  }

  /// Waits until the application has stopped, if a stop has begun or begins with the VM's exit.
  void awaitStop() throws InterruptedException {
    Lifecycle present;
    synchronized (this) {
      present = life;
    }
    if (present != null) {
      StopReport _ = present.await();
    }
  }

  News news() {
    return news;
  }

  private void announce(Readiness.State state) {
    if (state == Readiness.State.DRAINING) {
      attached.forEach(Attached::refuseTraffic);
    }
  }

  /// The last one first: it may be a child of an earlier one.
  private void closeContexts() {
    for (Attached each : new ArrayList<>(attached).reversed()) {
      int code = each.close();
      if (exitCode == 0) {
        exitCode = code;
      }
    }
  }

  private int status(Settings chosen, StopReport report) {
    int usual = report.status().orElse(0);
    if (usual != 0) {
      return usual;
    }
    if (exitCode != 0) {
      int kept = exitCode & STATUS_BITS; // as exit(3) does
      return kept == 0 ? 1 : kept;
    }
    return chosen.signalStatus() && report.cause() instanceof StopCause.BySignal by
        ? SIGNAL_BASE + by.info().signal().number()
        : 0;
  }
}
