package dev.signalman.internal.portable;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import org.jspecify.annotations.Nullable;

/// A signal that has a receiver in portable mode, with everything that a release needs. Runs in a
/// thread of the VM each time that the signal comes.
final class PortableClaim implements Runnable {
  private final Signal signal;
  private final PortableSource source;
  private final SunSignals vm;
  private final PortableEngine engine;

  /// Our handler, and the one that it has replaced; null before they are known.
  private @Nullable Object ours;

  private @Nullable Object previous;
  private volatile boolean discarding;

  PortableClaim(Signal signal, PortableSource source, SunSignals vm, PortableEngine engine) {
    this.signal = signal;
    this.source = source;
    this.vm = vm;
    this.engine = engine;
  }

  Signal signal() {
    return signal;
  }

  PortableSource source() {
    return source;
  }

  /// Installs our handler.
  ///
  /// @param name the signal's name in this system
  /// @return whether the VM does as told. It does not for a signal that was ignored when it started
  boolean install(String name) {
    Object handler = vm.handler(this);
    Object before = vm.handle(name, handler);
    ours = handler;
    previous = before;
    boolean mayBeKept = before.equals(vm.ignoring());
    return !mayBeKept || vm.handle(name, handler).equals(handler);
  }

  /// Whether the handler before ours was native code.
  boolean replacesNativeCode() {
    return previous != null && vm.isNative(previous);
  }

  Object previous() {
    return previous == null ? vm.byDefault() : previous;
  }

  /// Makes `handler` the one to put back.
  void leave(Object handler) {
    previous = handler;
  }

  /// Puts the old handler back, unless other code has installed a new one meanwhile.
  void giveBack(String name) {
    Object present = vm.handle(name, previous());
    if (!present.equals(ours)) {
      vm.handle(name, present);
    }
  }

  /// From now on instances that are on their way are forgotten.
  void discard() {
    discarding = true;
  }

  @Override
  public void run() {
    SignalInfo info = SignalInfo.unknown(signal);
    if (!discarding && (!engine.isStanding(this) || !source.offer(info))) {
      engine.sendAgain(info); // it was given back while this instance was on its way
    }
  }
}
