package dev.signalman.lifecycle;

import dev.signalman.lifecycle.machine.ReloadState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reloads: first all parts are prepared, then all are applied. One at a time, in a virtual thread.
final class Reloads implements Runnable {
  private final Teller teller;
  private final ServiceManager manager;
  private final Map<String, Reload> parts = new LinkedHashMap<>();
  private ReloadState state = ReloadState.IDLE;
  private @Nullable Thread thread;

  Reloads(Teller teller, ServiceManager manager) {
    this.teller = teller;
    this.manager = manager;
  }

  synchronized void add(String name, Reload part) {
    if (parts.putIfAbsent(name, part) != null) {
      throw new IllegalArgumentException(
          "there is a reload \"" + name + "\" already; name this one differently");
    }
  }

  synchronized void ask() {
    boolean ran = state.running();
    state = state.asked();
    if (state.running() && !ran) {
      begin();
    }
  }

  private void begin() {
    thread = Thread.ofVirtual().name("reload").start(this);
  }

  /// The program is stopping: a reload that runs is interrupted.
  synchronized void stop() {
    state = state.stopped();
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// The one that reloads, if any.
  synchronized @Nullable Thread thread() {
    return thread;
  }

  synchronized boolean isCurrent() {
    return Thread.currentThread().equals(thread);
  }

  @Override
  public void run() {
    try {
      reload();
    } catch (Throwable e) {
      OwnThread.report(e);
    } finally {
      ended();
    }
  }

  private synchronized void ended() {
    state = state.ended();
    thread = null;
    if (state.running()) {
      begin();
    }
  }

  private synchronized Map<String, Reload> present() {
    return new LinkedHashMap<>(parts);
  }

  private void reload() {
    manager.reloading(); // also if there is nothing to do: systemd waits for it
    try {
      reloadParts();
    } finally {
      if (!stops()) {
        manager.ready();
      }
    }
  }

  private void reloadParts() {
    long began = System.nanoTime();
    Map<String, Reload> present = present();
    if (present.isEmpty()) {
      teller.tell(listener -> listener.noted("nothing to reload: Lifecycle.onReload adds parts"));
    } else if (prepareAndApply(present)) {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      teller.tell(listener -> listener.reloaded(took));
    }
  }

  private synchronized boolean stops() {
    return state.over();
  }

  private boolean prepareAndApply(Map<String, Reload> present) {
    Map<String, Runnable> prepared = new LinkedHashMap<>();
    List<String> applied = new ArrayList<>();
    String part = "";
    try {
      for (Map.Entry<String, Reload> each : present.entrySet()) {
        part = each.getKey();
        prepared.put(part, each.getValue().prepare());
      }
      for (Map.Entry<String, Runnable> each : prepared.entrySet()) {
        part = each.getKey();
        each.getValue().run();
        applied.add(part);
      }
      return true;
    } catch (Throwable e) {
      LastLine.haltIfOutOfMemory(e);
      String failed = part;
      teller.tell(listener -> listener.reloadFailed(failed, e, List.copyOf(applied)));
      return false;
    }
  }
}
