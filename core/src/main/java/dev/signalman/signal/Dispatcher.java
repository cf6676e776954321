package dev.signalman.signal;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Cause;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.DaemonThread;
import dev.signalman.internal.engine.Engine;
import dev.signalman.internal.engine.Receiver;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Hands the signals of all subscriptions to their listeners, in order of subscription. A signal is
/// claimed while it has at least one.
final class Dispatcher implements Reading.Target {
  static {
    if (Calls.FROM_FOLDER) { // when no descriptor is left for the first signal, handler or queue
      Calls.loaded(Delivery.class, Beat.class, Timeouts.class);
      Calls.loaded(Subscription.class, Subscription.Arrivals.class, Subscription.Call.class);
      Calls.loaded(Lane.class, SignalQueue.class, SignalQueue.Arrivals.class);
    }
  }

  private static @Nullable Dispatcher instance;

  private final Engine engine;
  private final Receiver receiver;
  private final Reading reading;
  private final HandlerThread handlerThread;
  private final Pulse pulse = new Pulse();
  private final HeldSignals held = new HeldSignals(this);

  /// Replaced, never changed: the thread that reads looks at it without a lock.
  private volatile Map<Signal, List<Listener>> listeners = new EnumMap<>(Signal.class);

  /// Signals whose last listener threw away what had come. They are not claimed.
  private volatile SignalSet discarded = SignalSet.none();

  /// Whether one of them uses an executor that is not of this library.
  private volatile boolean executors;

  private Dispatcher(Engine engine) throws PosixException {
    this.engine = engine;
    this.receiver = engine.receiver(this).eager();
    try {
      this.reading = new Reading(receiver, this);
    } catch (Throwable e) {
      receiver.close(() -> {}, Engine::giveBack);
      throw e;
    }
    this.handlerThread = new HandlerThread(reading);
  }

  /// The dispatcher of this process. The first call starts its reader thread.
  static synchronized Dispatcher get() {
    if (instance == null) {
      Dispatcher dispatcher;
      try {
        dispatcher = new Dispatcher(Engine.get());
      } catch (PosixException e) {
        throw e.unchecked();
      }
      DaemonThread.lasting("signalman-reader", dispatcher.reading).start();
      instance = dispatcher; // not before there is a thread that reads
    }
    return instance;
  }

  /// The dispatcher if anything was ever subscribed, or null.
  static synchronized @Nullable Dispatcher ifStarted() {
    return instance;
  }

  Engine engine() {
    return engine;
  }

  HandlerThread handlerThread() {
    return handlerThread;
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
        SignalInfo.class, Cause.class, Delivery.class, Beat.class, Subscription.Call.class);
  }

  @Override
  public boolean hasExecutors() {
    return executors;
  }

  @Override
  public boolean dispatch(SignalInfo info, boolean handling) {
    List<Listener> present = listeners.getOrDefault(info.signal(), List.of());
    if (handling && usesExecutor(present)) {
      return false;
    }
    if (present.isEmpty()) {
      if (!discarded.contains(info.signal())) {
        Engine.giveBack(info); // its last subscription ended while it was on its way
      }
      return true;
    }
    Delivery delivery = new Delivery(info, present.size());
    boolean handlerThreadIsBusy = false;
    for (Listener listener : present) {
      boolean _ = Thread.interrupted(); // by the one before, and not meant for this one
      listener.accept(delivery);
      handlerThreadIsBusy |= listener.usesHandlerThread();
    }
    if (handlerThreadIsBusy) {
      handlerThread.execute(new Beat(info));
    } else {
      pulse.beat(info);
    }
    return true;
  }

  /// Tells those that wait for a signal, after its handlers. Not a lambda: the first one would make
  /// a first signal wait.
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

  private static boolean usesExecutor(List<Listener> present) {
    boolean uses = false;
    for (int i = 0; i < present.size(); i++) { // without an iterator: for each signal
      uses |= present.get(i).usesExecutor();
    }
    return uses;
  }

  private void replace(Map<Signal, List<Listener>> changed) {
    listeners = changed;
    boolean uses = false;
    for (List<Listener> present : changed.values()) {
      uses |= usesExecutor(present);
    }
    executors = uses;
  }

  /// Hands `signals` to `listener` from now on. If one of them cannot be claimed, or comes already
  /// in another way than was asked for, nothing changes.
  synchronized void add(SignalSet signals, @Nullable Mode asked, Listener listener) {
    for (Signal signal : signals) {
      if (!engine.comesAs(signal, asked)) {
        throw new SignalClaimedException(signal, "others in mode " + engine.mode(signal));
      }
    }
    join(signals, asked, listener);
  }

  private void join(SignalSet signals, @Nullable Mode asked, Listener listener) {
    if (signals.isEmpty()) {
      return;
    }
    discarded = discarded.minus(signals);
    Map<Signal, List<Listener>> before = listeners;
    SignalSet fresh = notReceived(signals);
    replace(with(before, fresh, listener)); // first, so that no signal comes before its listener
    try {
      engine.claim(fresh, receiver, asked);
    } catch (RuntimeException | Error e) {
      replace(before);
      throw e;
    }
    // What comes already is added last: a listener that is refused shall not have been called.
    replace(with(listeners, signals.minus(fresh), listener));
  }

  /// Those that are to be claimed. One that a listener could not give back may have begun to leave.
  private SignalSet notReceived(SignalSet signals) {
    SignalSet fresh = SignalSet.none();
    for (Signal signal : signals) {
      if (!engine.receives(receiver, signal)) {
        fresh = fresh.with(signal);
      }
    }
    return fresh;
  }

  private static Map<Signal, List<Listener>> with(
      Map<Signal, List<Listener>> before, SignalSet signals, Listener listener) {
    Map<Signal, List<Listener>> changed = new EnumMap<>(before);
    for (Signal signal : signals) {
      List<Listener> present = new ArrayList<>(changed.getOrDefault(signal, List.of()));
      present.add(listener);
      changed.put(signal, List.copyOf(present));
    }
    return changed;
  }

  /// Hands those of `signals` to `listener` that it does not get yet, in whichever way they come.
  synchronized void addMissing(SignalSet signals, Listener listener) {
    join(signals.minus(signalsOf(listener)), null, listener);
  }

  /// Takes `listener` off `signals`; those without another listener are released. If that fails the
  /// listener stays, so that it can be done again.
  synchronized void remove(SignalSet signals, Listener listener) {
    if (signals.isEmpty()) {
      return;
    }
    Map<Signal, List<Listener>> changed = new EnumMap<>(listeners);
    SignalSet orphans = SignalSet.none();
    for (Signal signal : signals) {
      List<Listener> present = new ArrayList<>(changed.getOrDefault(signal, List.of()));
      if (present.remove(listener) && present.isEmpty()) {
        changed.remove(signal);
        orphans = orphans.with(signal);
      } else if (!present.isEmpty()) {
        changed.put(signal, List.copyOf(present));
      }
    }
    // First: what comes meanwhile still has somebody who takes it, and its sender with it.
    engine.release(orphans, receiver);
    replace(changed);
  }

  /// The same, but throws away what is pending of those without another listener.
  synchronized void discard(SignalSet signals, Listener listener) {
    SignalSet alone = SignalSet.none();
    for (Signal signal : signals) {
      if (isAlone(listener, listeners.getOrDefault(signal, List.of()))) {
        alone = alone.with(signal);
      }
    }
    discarded = discarded.union(alone); // what has been read and not dispatched, too
    engine.discardPending(alone, receiver);
    remove(signals, listener);
  }

  /// The only one may be another's: since the caller looked, its own may have been withdrawn.
  static boolean isAlone(Listener listener, List<Listener> present) {
    return present.size() == 1 && present.getFirst().equals(listener);
  }

  /// Sets what a signal does, and takes all listeners off it. If that is refused nothing changes.
  ///
  /// @return what it did before
  static synchronized Disposition change(Engine engine, Signal signal, Engine.Verb verb) {
    return instance == null
        ? Dispositions.of(signal, engine.change(signal, verb, null))
        : instance.change(signal, verb);
  }

  private synchronized Disposition change(Signal signal, Engine.Verb verb) {
    Disposition before = Dispositions.of(signal, engine.change(signal, verb, receiver));
    Map<Signal, List<Listener>> changed = new EnumMap<>(listeners);
    List<Listener> withdrawn = changed.remove(signal);
    replace(changed);
    if (withdrawn != null) {
      withdrawn.forEach(listener -> listener.withdrawn(signal));
    }
    return before;
  }

  /// The signals that `listener` gets.
  SignalSet signalsOf(Listener listener) {
    SignalSet signals = SignalSet.none();
    for (Map.Entry<Signal, List<Listener>> entry : listeners.entrySet()) {
      if (entry.getValue().contains(listener)) {
        signals = signals.with(entry.getKey());
      }
    }
    return signals;
  }

  /// Whether `listener` gets `signal`.
  boolean hands(Signal signal, Listener listener) {
    return listeners.getOrDefault(signal, List.of()).contains(listener);
  }

  /// Who gets `signal`, in order of subscription.
  List<SignalReceiver> receiversOf(Signal signal) {
    return listeners.getOrDefault(signal, List.of()).stream()
        .map(Listener::receiver)
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public String toString() {
    return "subscriptions of Signals";
  }
}
