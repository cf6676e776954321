package dev.signalman.observe;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;

/// At least one observer, as one. It does not change.
final class Everyone implements Observer {
  private static final Object LOCK = new Object();

  private final Told[] all;

  private Everyone(Told[] all) {
    this.all = all;
  }

  /// See [Observers#add].
  static Registration add(Observer observer) {
    Told told = new Told(Objects.requireNonNull(observer, "observer"));
    synchronized (LOCK) {
      Told[] before = present();
      Told[] more = Arrays.copyOf(before, before.length + 1);
      more[before.length] = told;
      Observers.present = new Everyone(more);
    }
    return () -> remove(told);
  }

  private static void remove(Told told) {
    synchronized (LOCK) {
      Told[] fewer = Arrays.stream(present()).filter(each -> each != told).toArray(Told[]::new);
      Observers.present = fewer.length == 0 ? null : new Everyone(fewer);
    }
  }

  private static Told[] present() {
    return Observers.present instanceof Everyone everyone ? everyone.all : new Told[0];
  }

  private void each(Consumer<Observer> news) {
    for (Told told : all) {
      told.tell(news);
    }
  }

  @Override
  public void claimed(Signal signal, Mode mode) {
    each(observer -> observer.claimed(signal, mode));
  }

  @Override
  public void released(Signal signal) {
    each(observer -> observer.released(signal));
  }

  /// Without a lambda: for each signal.
  @Override
  public void delivered(SignalInfo info, long waited) {
    for (Told told : all) {
      try {
        told.observer().delivered(info, waited);
      } catch (Throwable e) {
        told.failed(e);
      }
    }
  }

  @Override
  public void dropped(Signal signal, long count, DropReason reason) {
    each(observer -> observer.dropped(signal, count, reason));
  }

  @Override
  public void replaced(Signal signal, boolean received) {
    each(observer -> observer.replaced(signal, received));
  }

  @Override
  public void started(ChildStart child) {
    each(observer -> observer.started(child));
  }

  @Override
  public void ended(ChildStart child, ChildEnd end) {
    each(observer -> observer.ended(child, end));
  }

  @Override
  public void stageBegan(String stage) {
    each(observer -> observer.stageBegan(stage));
  }

  @Override
  public void stageEnded(String stage, Duration took) {
    each(observer -> observer.stageEnded(stage, took));
  }

  @Override
  public void taskEnded(String stage, String task, String state, Duration took) {
    each(observer -> observer.taskEnded(stage, task, state, took));
  }
}
