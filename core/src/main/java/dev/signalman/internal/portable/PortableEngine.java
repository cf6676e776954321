package dev.signalman.internal.portable;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.Replacement;
import dev.signalman.internal.engine.SignalEngine;
import dev.signalman.internal.engine.SignalState;
import dev.signalman.internal.engine.Source;
import dev.signalman.internal.kernel.FirstFailure;
import dev.signalman.internal.kernel.VmSignals;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Signals through the VM: it starts a thread for each instance, so their order is lost. The VM
/// does not say who sent a signal, so no sender is reported.
final class PortableEngine implements SignalEngine {
  private static @Nullable PortableEngine instance;

  private final SunSignals vm;
  private final PortableGuards guards = new PortableGuards(SystemKind.current());
  private final Capabilities capabilities;

  /// Changed under the lock of this object, read without it by the VM's threads.
  private final Map<Signal, PortableClaim> claims = new ConcurrentHashMap<>();

  /// The handlers before the first [Verb#IGNORE] or [Verb#DEFAULT].
  private final Map<Signal, Object> originals = new EnumMap<>(Signal.class);

  /// The handlers that [#change] has installed.
  private final Map<Signal, Object> changed = new EnumMap<>(Signal.class);

  private PortableEngine(SunSignals vm, String cause) {
    this.vm = vm;
    this.capabilities = PortableCapabilities.because(cause);
  }

  /// The engine of this process, made on first use.
  ///
  /// @throws UnsupportedOperationException if this VM has no `sun.misc.Signal`
  static synchronized PortableEngine get() {
    if (instance == null) {
      instance = new PortableEngine(SunSignals.find(), VmMode.cause());
    }
    return instance;
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public void addListener(Consumer<Replacement> listener) {
    throw VmMode.lacks("notice of handlers that other code replaces (Signals.onReplaced)");
  }

  @Override
  public void removeListener(Consumer<Replacement> listener) {
    // None was added.
  }

  @Override
  public Source source(Object owner) {
    return new PortableSource(owner);
  }

  @Override
  public synchronized void claim(SignalSet signals, Source receiver, @Nullable Mode asked) {
    PortableSource source = (PortableSource) receiver;
    if (asked != null && asked != Mode.PORTABLE) {
      throw VmMode.lacks("signals in mode " + asked);
    }
    for (Signal signal : signals) {
      checkUnclaimed(signal);
      guards.checkReceivable(signal);
    }
    if (signals.contains(Signal.CHLD)) {
      VmSignals.settleChildHandling();
    }
    SignalSet done = SignalSet.none();
    try {
      for (Signal signal : signals) {
        done = done.with(signal);
        claim(signal, source);
      }
    } catch (RuntimeException | Error e) {
      rollBack(done, source, e);
      throw e;
    }
  }

  private void rollBack(SignalSet signals, PortableSource source, Throwable cause) {
    try {
      release(signals, source);
    } catch (RuntimeException | Error e) {
      cause.addSuppressed(e);
    }
  }

  private void claim(Signal signal, PortableSource source) {
    PortableClaim claim = new PortableClaim(signal, source, vm, this);
    claims.put(signal, claim); // first: an instance may come before the call returns
    boolean installed = false;
    try {
      installed = claim.install(guards.name(signal));
    } catch (IllegalArgumentException e) {
      claims.remove(signal); // nothing was installed
      throw guards.refusedByVm(signal, "be claimed", e);
    }
    if (!installed) {
      claims.remove(signal);
      throw VmMode.lacks(
          signal.fullName() + ", which was ignored when the VM started and stays so (nohup)");
    }
    if (claim.replacesNativeCode()) {
      throw VmMode.lacks(
          signal.fullName() + ", which native code handles that could not be put back as it was");
    }
  }

  private void checkUnclaimed(Signal signal) {
    PortableClaim claim = claims.get(signal);
    if (claim != null) {
      throw new SignalClaimedException(signal, claim.source().owner().toString());
    }
  }

  /// Whether a claim has not been released.
  boolean isStanding(PortableClaim claim) {
    return claim.equals(claims.get(claim.signal()));
  }

  @Override
  public synchronized void release(SignalSet signals, Source source) {
    FirstFailure failure = new FirstFailure();
    for (Signal signal : signals) {
      PortableClaim claim = claims.get(signal);
      if (claim != null && claim.source().equals(source)) {
        failure.of(() -> {
          claim.giveBack(guards.name(signal));
          claims.remove(signal); // last: until then the receiver gets what comes
        });
      }
    }
    failure.rethrow();
  }

  @Override
  public @Nullable Source receiver(Signal signal) {
    PortableClaim claim = claims.get(signal);
    return claim == null ? null : claim.source();
  }

  @Override
  public Mode mode(Signal signal) {
    if (!claims.containsKey(signal)) {
      throw new IllegalStateException(signal.fullName() + " has no receiver");
    }
    return Mode.PORTABLE;
  }

  @Override
  public boolean comesAs(Signal signal, @Nullable Mode asked) {
    return asked == null || asked == Mode.PORTABLE || !claims.containsKey(signal);
  }

  @Override
  public synchronized void discardPending(SignalSet signals, Source source) {
    SignalSet held = SignalSet.none();
    for (Signal signal : signals) {
      PortableClaim claim = claims.get(signal);
      if (claim != null && claim.source().equals(source)) {
        claim.discard();
        held = held.with(signal);
      }
    }
    ((PortableSource) source).discard(held);
  }

  @Override
  public long dropped(SignalSet signals) {
    return 0; // the queue grows with the signals
  }

  @Override
  public synchronized SignalState change(Signal signal, Verb verb, @Nullable Source own) {
    PortableClaim claim = claims.get(signal);
    if (claim != null && !claim.source().equals(own)) {
      checkUnclaimed(signal);
    }
    guards.checkChangeable(signal, verb);
    Object wanted =
        switch (verb) {
          case IGNORE -> vm.ignoring();
          case DEFAULT -> vm.byDefault();
          case RESTORE -> originals.get(signal);
        };
    SignalState before = claim == null ? null : claimed(claim);
    Object replaced = wanted == null ? null : install(signal, claim, wanted);
    if (claim != null && wanted == null) {
      release(SignalSet.of(signal), claim.source());
    }
    remember(signal, verb, replaced);
    if (before != null) {
      return before;
    }
    return replaced == null ? standing(signal) : state(signal, replaced);
  }

  /// @return the handler before that
  private Object install(Signal signal, @Nullable PortableClaim claim, Object wanted) {
    if (claim != null) {
      Object previous = claim.previous();
      claim.leave(wanted);
      release(SignalSet.of(signal), claim.source());
      return previous;
    }
    try {
      return vm.handle(guards.name(signal), wanted);
    } catch (IllegalArgumentException e) {
      throw guards.refusedByVm(signal, "be changed", e);
    }
  }

  private void remember(Signal signal, Verb verb, @Nullable Object replaced) {
    if (verb == Verb.RESTORE) {
      originals.remove(signal);
      changed.remove(signal);
    } else if (replaced != null) {
      originals.putIfAbsent(signal, replaced);
      changed.put(signal, verb == Verb.IGNORE ? vm.ignoring() : vm.byDefault());
    }
  }

  /// The VM tells the action of a signal only when the action is changed. So the answer is known
  /// for claimed and changed signals, and for HUP, INT and TERM, which can be changed and changed
  /// back without harm.
  @Override
  public synchronized SignalState standing(Signal signal) {
    PortableClaim claim = claims.get(signal);
    if (claim != null) {
      return claimed(claim);
    }
    Object known = changed.get(signal);
    if (known != null) {
      return state(signal, known);
    }
    if (SignalSet.TERMINATION.contains(signal) && guards.exists(signal)) {
      return state(signal, look(signal));
    }
    throw VmMode.lacks(
        "what " + signal.fullName() + " does, while this program has not changed it");
  }

  private Object look(Signal signal) {
    Passing passing = new Passing(signal, guards.name(signal));
    try {
      return passing.look();
    } catch (IllegalArgumentException e) {
      throw guards.refusedByVm(signal, "be looked at", e);
    }
  }

  /// Takes the place of a handler for a moment. An instance that comes meanwhile is sent again
  /// afterwards.
  private final class Passing implements Runnable {
    private final Signal signal;
    private final String name;

    Passing(Signal signal, String name) {
      this.signal = signal;
      this.name = name;
    }

    Object look() {
      Object present = vm.handle(name, vm.handler(this));
      vm.handle(name, present);
      return present;
    }

    @Override
    public void run() {
      synchronized (PortableEngine.this) { // until the handler is back
        sendAgain(SignalInfo.unknown(signal));
      }
    }
  }

  private static SignalState claimed(PortableClaim claim) {
    return new SignalState(SignalState.Kind.CLAIMED, claim.source().owner(), "", "", "");
  }

  private SignalState state(Signal signal, Object handler) {
    if (handler.equals(vm.byDefault())) {
      return new SignalState(SignalState.Kind.DEFAULT, null, "", "", "");
    }
    if (handler.equals(vm.ignoring())) {
      return new SignalState(SignalState.Kind.IGNORED, null, "", "", "");
    }
    return new SignalState(
        SignalState.Kind.VM, null, "", "sun.misc.Signal", VmSignals.purpose(signal));
  }

  /// The VM sends only signals for which it has a handler. One that is ignored would have no
  /// effect; but a default action does not follow, as it would elsewhere.
  @Override
  public void sendAgain(SignalInfo info) {
    try {
      vm.raise(guards.name(info.signal()));
    } catch (IllegalArgumentException _) {
      // See above.
    }
  }

  /// Sends this process a signal.
  ///
  /// @throws UnsupportedOperationException if the VM has no handler for it
  void raise(Signal signal) {
    guards.checkExists(signal);
    if (isIgnored(signal)) {
      return;
    }
    try {
      vm.raise(guards.name(signal));
    } catch (IllegalArgumentException e) {
      UnsupportedOperationException refused =
          VmMode.lacks(
              "sending " + signal.fullName() + " to this process, which does not handle it");
      refused.initCause(e);
      throw refused;
    }
  }

  private synchronized boolean isIgnored(Signal signal) {
    return vm.ignoring().equals(changed.get(signal));
  }
}
