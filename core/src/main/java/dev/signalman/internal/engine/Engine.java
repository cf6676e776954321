package dev.signalman.internal.engine;

import dev.signalman.Capabilities;
import dev.signalman.Cause;
import dev.signalman.PosixException;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.SignalH;
import dev.signalman.posix.UnistdH;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The one place that changes what signals do in this process: claims, and the three verbs ignore,
/// default and restore.
///
/// A claim goes: handler code first, so that from then on nothing kills and nothing is lost; then
/// the signalfd; then the signal is blocked in every thread. A release goes backwards. All changes
/// are made under one lock.
public final class Engine {
  /// Interned strings belong to the VM, not to a class loader: copies of this library in two
  /// loaders take turns on it, for they share the process's dispositions and the set-up signal.
  private static final Object PROCESS = "dev.signalman: dispositions of this process".intern();

  private static @Nullable Engine instance;

  private final Capabilities capabilities;
  private final HandlerPage page;
  private final MaskBroadcast broadcast;
  private final Map<Signal, Claim> claims = new EnumMap<>(Signal.class);
  private final Map<Signal, Action> originals = new EnumMap<>(Signal.class);

  /// @param previous what comes back at release
  /// @param blockable whether it is blocked in every thread and read from the signalfd; otherwise
  ///   it always comes through the handler code
  private record Claim(
      Receiver receiver, Action previous, BlockedBefore before, boolean blockable) {}

  private Engine() throws PosixException {
    capabilities = Probe.capabilities();
    page = HandlerPage.map();
    broadcast = new MaskBroadcast(page, NanoClock.INSTANCE);
  }

  /// The engine of this process, made on first use.
  ///
  /// @throws PosixException if the kernel refuses what it needs
  public static Engine get() throws PosixException {
    synchronized (PROCESS) {
      if (instance == null) {
        NativeAccess.require();
        instance = new Engine();
      }
      return instance;
    }
  }

  /// What this machine allows.
  public Capabilities capabilities() {
    return capabilities;
  }

  /// A receiver without signals.
  ///
  /// @param owner whose it is; exceptions use its `toString()`
  /// @throws PosixException if the process is out of descriptors
  public Receiver receiver(Object owner) throws PosixException {
    return new Receiver(owner, capabilities.mode() == Capabilities.Mode.SIGNALFD);
  }

  /// Makes `receiver` the one that gets `signals`: all of them, or none and an exception.
  ///
  /// @throws ReservedSignalException if one of them cannot be received
  /// @throws SignalClaimedException if one of them has a receiver
  public void claim(SignalSet signals, Receiver receiver) {
    synchronized (PROCESS) {
      if (signals.contains(Signal.CHLD)) {
        Guards.settleChildHandling();
      }
      for (Signal signal : signals) {
        checkUnclaimed(signal);
        Guards.checkReceivable(signal, Action.current(signal));
      }
      Map<Signal, BlockedBefore> before = BlockedBefore.of(signals);
      try {
        for (Signal signal : signals) {
          takeOver(signal, receiver, before.getOrDefault(signal, BlockedBefore.UNKNOWN));
        }
        page.mask(blocked());
        receiver.read(queuedFor(receiver));
        broadcast.block(mask(signals));
      } catch (RuntimeException | Error e) { // an error too: no memory for what was to be done
        rollBack(signals, e);
        throw e;
      }
    }
  }

  private void rollBack(SignalSet signals, Throwable cause) {
    try {
      release(signals);
    } catch (RuntimeException | Error e) {
      cause.addSuppressed(e);
    }
  }

  private void takeOver(Signal signal, Receiver receiver, BlockedBefore before) {
    Action previous = Action.current(signal);
    boolean setsUp = broadcast.needs(signal);
    boolean passes = setsUp || (signal == Guards.SUSPEND && Guards.isVmHandler(previous));
    boolean blockable =
        capabilities.mode() == Capabilities.Mode.SIGNALFD
            && (!passes || (setsUp && before.everywhere()));
    claims.put(signal, new Claim(receiver, previous, before, blockable));
    page.descriptor(signal.number(), receiver.pipe());
    if (passes) {
      page.next(signal.number(), setsUp ? page.setUp() : previous.handler());
    }
    Action.handler(passes ? page.deliverOrPass() : page.deliver()).install(signal);
  }

  /// Gives back `signals`, which one receiver holds: their old actions and masks. What is still
  /// pending in the kernel takes the old action, which may end the process. When this returns no
  /// handler writes to the receiver's pipe any more, or its pipe is kept.
  public void release(SignalSet signals) {
    synchronized (PROCESS) {
      Map<Signal, Claim> released = new EnumMap<>(Signal.class);
      for (Signal signal : signals) {
        Claim claim = claims.remove(signal);
        if (claim != null) {
          released.put(signal, claim);
        }
      }
      boolean quiet = false;
      try {
        page.mask(blocked());
        released.values().forEach(claim -> claim.receiver().read(queuedFor(claim.receiver())));
        released.forEach((signal, claim) -> claim.previous().install(signal));
        quiet = unblock(released);
      } finally {
        released.keySet().forEach(signal -> page.descriptor(signal.number(), -1));
        if (!quiet) {
          released.values().forEach(claim -> claim.receiver().keepPipe());
        }
      }
    }
  }

  private boolean unblock(Map<Signal, Claim> released) {
    Map<BlockedBefore, Long> groups = new HashMap<>();
    released.forEach((signal, claim) ->
        groups.merge(
            claim.before(), claim.blockable() ? bit(signal) : 0L, (one, other) -> one | other));
    boolean quiet = true;
    for (Map.Entry<BlockedBefore, Long> group : groups.entrySet()) {
      BlockedBefore before = group.getKey();
      if (!before.everywhere()) {
        quiet &= broadcast.unblock(group.getValue(), before::keeps);
      }
    }
    return quiet;
  }

  private void checkUnclaimed(Signal signal) {
    Claim claim = claims.get(signal);
    if (claim != null) {
      throw new SignalClaimedException(signal, claim.receiver().owner().toString());
    }
  }

  private long blocked() {
    return mask(SignalSet.copyOf(claims.keySet()));
  }

  private long mask(SignalSet signals) {
    long mask = 0;
    for (Signal signal : signals) {
      Claim claim = claims.get(signal);
      mask |= claim != null && claim.blockable() ? bit(signal) : 0;
    }
    return mask;
  }

  private SignalSet queuedFor(Receiver receiver) {
    SignalSet queued = SignalSet.none();
    for (Map.Entry<Signal, Claim> entry : claims.entrySet()) {
      if (entry.getValue().receiver() == receiver && entry.getValue().blockable()) {
        queued = queued.with(entry.getKey());
      }
    }
    return queued;
  }

  private static long bit(Signal signal) {
    return 1L << (signal.number() - 1);
  }

  /// Lets a signal take the action that stands now, after it had been received and nobody read it.
  /// A sender's details survive if it used sigqueue(3); for others the kernel permits no forgery.
  public static void giveBack(SignalInfo info) {
    if (OwnTimers.isStale(info)) {
      return;
    }
    int number = info.signal().number();
    boolean forgeable = info.code() < 0 && info.cause() != Cause.THREAD;
    if (!forgeable
        || SignalH.rt_sigqueueinfo(UnistdH.getpid(), number, Records.toSiginfo(info)) < 0) {
      Calls.certain(SignalH.kill(UnistdH.getpid(), number), "kill(self, " + info.signal() + ")");
    }
  }

  /// Throws away what is pending in the kernel of signals that are claimed; the claims stay.
  public void discardPending(SignalSet signals) {
    synchronized (PROCESS) {
      for (Signal signal : signals) {
        if (claims.containsKey(signal)) {
          Action present = Action.current(signal);
          Action.discarding(signal).install(signal);
          present.install(signal);
        }
      }
    }
  }

  /// Records of `signals` that found the pipe full since the process began.
  public long dropped(SignalSet signals) {
    long dropped = 0;
    for (Signal signal : signals) {
      dropped += page.dropped(signal.number());
    }
    return dropped;
  }

  /// What [#change] can do.
  public enum Verb {
    /// `SIG_IGN`.
    IGNORE,
    /// `SIG_DFL`.
    DEFAULT,
    /// What the signal did before the first of the other two.
    RESTORE
  }

  /// Sets what a signal does, ending its claim if `own` holds it. No instance meets a third action
  /// in between.
  ///
  /// @return what it did before
  /// @throws ReservedSignalException if the VM needs it otherwise
  /// @throws SignalClaimedException if it belongs to a receiver other than `own`
  public Standing change(Signal signal, Verb verb, @Nullable Receiver own) {
    synchronized (PROCESS) {
      Claim claim = claims.get(signal);
      if (claim != null && claim.receiver() != own) {
        checkUnclaimed(signal);
      }
      Standing before = standing(signal);
      Action present = claim == null ? Action.current(signal) : claim.previous();
      Action wanted = wanted(signal, verb, present);
      if (claim != null) {
        claims.put(signal, new Claim(claim.receiver(), wanted, claim.before(), claim.blockable()));
        release(SignalSet.of(signal));
      } else if (wanted != present) {
        wanted.install(signal);
      }
      return before;
    }
  }

  private Action wanted(Signal signal, Verb verb, Action present) {
    return switch (verb) {
      case IGNORE -> {
        Guards.checkIgnorable(signal, present);
        originals.putIfAbsent(signal, present);
        yield Action.ignore();
      }
      case DEFAULT -> {
        Guards.checkDefaultable(signal, present);
        originals.putIfAbsent(signal, present);
        yield Action.setDefault();
      }
      case RESTORE -> {
        if (!originals.containsKey(signal)) {
          yield present;
        }
        Guards.checkHandler(signal, present, "be restored");
        yield Objects.requireNonNull(originals.remove(signal));
      }
    };
  }

  /// What becomes of a signal. Waits for a change that is being made, for during one the kernel
  /// shows the engine's own handlers.
  public Standing standing(Signal signal) {
    synchronized (PROCESS) {
      Claim claim = claims.get(signal);
      return claim == null ? Standing.of(signal) : Standing.claimed(claim.receiver().owner());
    }
  }
}
