package dev.signalman.signal;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Cause;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.OwnTimers;
import dev.signalman.internal.engine.SignalEngine;
import dev.signalman.internal.engine.Source;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.portable.Engines;
import dev.signalman.internal.wait.Linger;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Hands the signals of all registrations to their listeners, in order of registration. A signal is
/// claimed while it has at least one listener. The reading thread lives until none is, and a little
/// longer ([Linger]).
final class Dispatcher implements Reading.Target, Linger.Service {
  private static @Nullable Dispatcher instance;

  private final SignalEngine engine;
  private final Executor handlerThread = new OnHandlerThread();
  private final Pulse pulse = new Pulse();
  private final HeldSignals held = new HeldSignals(this);

  /// Replaced, never changed: the reading thread uses it without a lock.
  private volatile ListenerTable listeners = new ListenerTable();

  /// Unclaimed signals whose last listener discarded those that had come.
  private volatile SignalSet discarded = SignalSet.none();

  /// Changed under the lock, and not while a signal is being dispatched.
  private volatile @Nullable Reception reception;

  /// Listeners ever added.
  private long uses;

  /// The value of [#uses] when [Linger] last asked.
  private long usesBefore;

  private Dispatcher(SignalEngine engine) {
    this.engine = engine;
  }

  /// The dispatcher of this process.
  static synchronized Dispatcher get() {
    if (instance == null) {
      try {
        instance = new Dispatcher(Engines.get());
      } catch (PosixException e) {
        throw e.unchecked();
      }
    }
    return instance;
  }

  /// The present reception, or a new one.
  private Reception reception() {
    Reception present = reception;
    if (present == null) {
      try {
        present = Reception.start(engine.source(this).spinning(), this);
      } catch (PosixException e) {
        throw e.unchecked();
      }
      reception = present; // not before a thread reads
    }
    return present;
  }

  private @Nullable Source source() {
    Reception present = reception;
    return present == null ? null : present.source();
  }

  /// Called after a use that may have been the last.
  private void lingerIfUnused() {
    if (listeners.isEmpty() && reception != null) {
      Calls.loaded(OwnTimers.class); // to end: the class loader may be closed by then
      Linger.add(this);
    }
  }

  @Override
  public synchronized boolean endIfUnused() {
    Reception present = reception;
    if (present == null || !listeners.isEmpty() || present.isBusy()) {
      return false;
    }
    if (uses != usesBefore) {
      usesBefore = uses;
      return true;
    }
    present.askToEnd();
    return false; // if refused, a listener or handler is there, whose end calls this again
  }

  @Override
  public synchronized boolean mayEnd() {
    Reception present = reception;
    if (present == null || !listeners.isEmpty() || present.isBusy()) {
      return false;
    }
    reception = null;
    return true;
  }

  @Override
  public void handled() {
    lingerIfUnused();
  }

  /// The handler thread of the present reception. Only for the dispatching thread.
  private final class OnHandlerThread implements Executor {
    @Override
    public void execute(Runnable task) {
      Objects.requireNonNull(reception).handlerThread().execute(task);
    }
  }

  /// The dispatcher, or null if nothing was ever registered.
  static synchronized @Nullable Dispatcher ifStarted() {
    return instance;
  }

  SignalEngine engine() {
    return engine;
  }

  /// An executor that runs tasks in the handler thread. Only for the dispatching thread.
  Executor handlerThread() {
    return handlerThread;
  }

  /// Whether the caller runs in the handler thread.
  boolean isHandlerThread() {
    Reception present = reception;
    return present != null && present.handlerThread().isCurrent();
  }

  Pulse pulse() {
    return pulse;
  }

  HeldSignals held() {
    return held;
  }

  @Override
  public void prepare() {
    Calls.loaded(
        SignalInfo.class,
        Cause.class,
        Observers.class,
        Delivery.class,
        Beat.class,
        SignalRegistration.Call.class);
  }

  @Override
  public boolean hasExecutors() {
    return listeners.executors;
  }

  @Override
  public boolean dispatch(SignalInfo info, Reading.Caller caller) {
    List<Listener> present = listeners.lists.getOrDefault(info.signal(), List.of());
    if (caller == Reading.Caller.HANDLER && ListenerTable.usesExecutor(present)) {
      return false;
    }
    if (present.isEmpty()) {
      left(info); // its last registration ended while it was on its way
      return true;
    }
    Observer all = Observers.all();
    long now = all == null ? Delivery.UNSEEN : System.nanoTime();
    Delivery delivery = new Delivery(info, present.size(), engine, now);
    boolean handlerThreadIsBusy = false;
    for (Listener listener : present) {
      boolean _ = Thread.interrupted(); // meant for the listener before
      listener.accept(delivery);
      handlerThreadIsBusy |= listener.usesHandlerThread();
    }
    if (handlerThreadIsBusy) {
      handlerThread.execute(new Beat(info));
    } else {
      pulse.beat(info);
    }
    if (all != null) {
      Observation.drops(all, engine, listeners.lists.keySet());
    }
    return true;
  }

  @Override
  public void left(SignalInfo info) {
    if (!discarded.contains(info.signal())) {
      engine.sendAgain(info);
    }
  }

  /// Wakes the threads that wait for a signal, after its handlers. Not a lambda: linking the first
  /// lambda would delay the first signal.
  private final class Beat implements Runnable {
    private final SignalInfo info;

    Beat(SignalInfo info) {
      this.info = info;
    }

    @Override
    public void run() {
      pulse.beat(info);
    }
  }

  /// Hands `signals` to `listener` from now on. If one of them cannot be claimed, or already comes
  /// in another mode than the one asked for, nothing changes.
  synchronized void add(SignalSet signals, @Nullable Mode asked, Listener listener) {
    Source present = source();
    for (Signal signal : signals) {
      if (present != null
          && present.equals(engine.receiver(signal))
          && !engine.comesAs(signal, asked)) {
        throw new SignalClaimedException(signal, "receivers in mode " + engine.mode(signal));
      }
    }
    join(signals, asked, listener);
  }

  private void join(SignalSet signals, @Nullable Mode asked, Listener listener) {
    if (signals.isEmpty()) {
      return;
    }
    Source source = reception().source();
    uses++;
    discarded = discarded.minus(signals);
    ListenerTable before = listeners;
    SignalSet fresh = notReceived(signals, source);
    listeners = before.with(fresh, listener); // first, so that no signal comes before its listener
    try {
      engine.claim(fresh, source, asked);
    } catch (RuntimeException | Error e) {
      listeners = before;
      lingerIfUnused();
      throw e;
    }
    // Signals that come already are added last: a refused listener must not have been called.
    listeners = listeners.with(signals.minus(fresh), listener);
    Observer all = Observers.all();
    if (all != null) {
      Observation.claimed(all, engine, fresh);
    }
  }

  /// The signals that have to be claimed. One that a listener failed to give back may be half
  /// released.
  private SignalSet notReceived(SignalSet signals, Source source) {
    SignalSet fresh = SignalSet.none();
    for (Signal signal : signals) {
      if (!source.equals(engine.receiver(signal))) {
        fresh = fresh.with(signal);
      }
    }
    return fresh;
  }

  /// Hands `listener` those of `signals` that it does not get yet, in any mode.
  synchronized void addMissing(SignalSet signals, Listener listener) {
    join(signals.minus(signalsOf(listener)), null, listener);
  }

  /// Takes `listener` off `signals`; those without another listener are released. If that fails the
  /// listener stays, so that the call can be repeated.
  synchronized void remove(SignalSet signals, Listener listener) {
    if (signals.isEmpty()) {
      return;
    }
    SignalSet alone = listeners.ofAlone(signals, listener);
    ListenerTable changed = listeners.without(signals, listener); // allocated before the release
    // First: a signal that comes meanwhile still finds a receiver and keeps its sender.
    Source source = source();
    if (source != null) {
      engine.release(alone, source);
    }
    listeners = changed;
    Observer all = Observers.all();
    if (all != null) {
      Observation.released(all, engine, alone);
    }
    lingerIfUnused();
  }

  /// The same, but discards pending instances of signals without another listener.
  synchronized void discard(SignalSet signals, Listener listener) {
    // Since the caller looked, its own listener may have been withdrawn, and another one may be
    // alone.
    SignalSet alone = listeners.ofAlone(signals, listener);
    discarded = discarded.union(alone); // also those read but not dispatched
    Source source = source();
    if (source != null) {
      engine.discardPending(alone, source);
    }
    remove(signals, listener);
  }

  /// Sets the action of a signal, and removes all its listeners. If that is refused nothing
  /// changes.
  ///
  /// @return what the signal did before
  static synchronized Disposition change(
      SignalEngine engine, Signal signal, SignalEngine.Verb verb) {
    return instance == null
        ? Dispositions.of(signal, engine.change(signal, verb, null))
        : instance.change(signal, verb);
  }

  private synchronized Disposition change(Signal signal, SignalEngine.Verb verb) {
    Disposition before = Dispositions.of(signal, engine.change(signal, verb, source()));
    List<Listener> withdrawn = listeners.of(signal);
    listeners = listeners.without(signal);
    lingerIfUnused();
    if (!withdrawn.isEmpty()) {
      Observer all = Observers.all();
      if (all != null) {
        Observation.released(all, engine, SignalSet.of(signal));
      }
      withdrawn.forEach(listener -> listener.withdrawn(signal));
    }
    return before;
  }

  /// The signals that `listener` gets.
  SignalSet signalsOf(Listener listener) {
    return listeners.signalsOf(listener);
  }

  /// Whether `listener` gets `signal`.
  boolean hands(Signal signal, Listener listener) {
    return listeners.lists.getOrDefault(signal, List.of()).contains(listener);
  }

  /// The receivers of `signal`, in order of registration.
  List<SignalReceiver> receiversOf(Signal signal) {
    return listeners.of(signal).stream().map(Listener::receiver).filter(Objects::nonNull).toList();
  }

  @Override
  public String toString() {
    return "registrations of Signals";
  }
}
