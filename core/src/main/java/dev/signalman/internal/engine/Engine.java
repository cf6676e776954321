package dev.signalman.internal.engine;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.PosixException;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.kernel.NanoClock;
import dev.signalman.internal.kernel.SigAction;
import dev.signalman.internal.kernel.ThreadMasks;
import dev.signalman.internal.kernel.VmSignals;
import dev.signalman.posix.NativeAccess;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one place that changes the actions of signals in this process: claims, and the three verbs
/// ignore, default and restore.
///
/// A claim has three steps: the handler code is installed, so that from then on no signal kills the
/// process or is lost; then the signalfd reads the signal; then every thread blocks it. A release
/// goes backwards. One lock guards all changes.
public final class Engine implements SignalEngine {
  /// Interned strings belong to the VM, not to a class loader: copies of this library in two
  /// loaders share this lock, as they share the process's dispositions and the set-up signal.
  private static final Object PROCESS = "dev.signalman: dispositions of this process".intern();

  private static @Nullable Engine instance;

  private final Capabilities capabilities;
  private final HandlerPage page;
  private final MaskBroadcast broadcast;
  private final MaskWatch watch;
  private final Claims claims = new Claims();
  private final ReplacedActions replaced = new ReplacedActions(PROCESS, claims, NanoClock.INSTANCE);
  private final Map<Signal, SigAction> originals = new EnumMap<>(Signal.class);
  private final SigAction delivering;
  private final SigAction passing;
  private final SigAction found = SigAction.blank(); // guarded by PROCESS

  private Engine() throws PosixException {
    capabilities = Probe.capabilities();
    page = HandlerPage.map();
    delivering = SigAction.handler(page.deliver());
    passing = SigAction.handler(page.deliverOrPass());
    boolean visible = capabilities.mode() == Mode.FULL || ThreadMasks.areVisible();
    broadcast = new MaskBroadcast(page, visible, NanoClock.INSTANCE);
    watch = new MaskWatch(PROCESS, broadcast, new Queued());
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

  /// The lock for changes of actions. While a caller holds it, no signal has a temporary handler.
  public static Object dispositions() {
    return PROCESS;
  }

  /// What this machine allows, and the claimed signals whose handler was replaced.
  @Override
  public Capabilities capabilities() {
    return Probe.with(PipeRoom.shownIn(capabilities), replaced.present());
  }

  @Override
  public void addListener(Consumer<Replacement> listener) {
    replaced.add(listener);
  }

  @Override
  public void removeListener(Consumer<Replacement> listener) {
    replaced.remove(listener);
  }

  @Override
  public SignalSource source(Object owner) throws PosixException {
    return new SignalSource(owner, capabilities.mode() == Mode.FULL).checking(replaced);
  }

  @Override
  public void claim(SignalSet signals, Source receiver, @Nullable Mode asked) {
    SignalSource source = (SignalSource) receiver;
    synchronized (PROCESS) {
      Guards.checkMode(signals, asked, capabilities);
      if (signals.contains(Signal.CHLD)) {
        VmSignals.settleChildHandling();
      }
      for (Signal signal : signals) {
        checkUnclaimed(signal);
        Guards.checkReceivable(signal, current(signal, found));
      }
      long everywhere = broadcast.prepare(signals.mask());
      long byVm = blockedByVm(signals);
      try {
        long last = broadcast.canServeFirst(signals) ? bit(Signal.URG) : 0;
        takeOver(signals.mask() & ~last, source, asked, everywhere);
        broadcast.block(claims.toBlock(signals.mask()), byVm, blocked());
        // Only now: where the queue of signals is full, those that the broadcast sends come without
        // their details, and a claim would take them for signals of others.
        takeOver(last, source, asked, everywhere);
        // Only now, or what the handler code blocks would look like a wish of its thread.
        page.mask(claims.queued());
        watch.begin();
        replaced.checkIfDue();
      } catch (RuntimeException | Error e) { // an error too: memory may have run out
        rollBack(signals, source, e);
        throw e;
      }
    }
  }

  private void rollBack(SignalSet signals, SignalSource source, Throwable cause) {
    try {
      release(signals, source);
    } catch (RuntimeException | Error e) {
      cause.addSuppressed(e);
    }
  }

  /// The present action of a signal that this copy has not claimed. What another copy has claimed
  /// belongs to that copy, even if its handler was replaced: two would read the same queue. One of
  /// our handlers without a claim was saved by other code while it was installed, and put back
  /// later: it counts as no handler.
  ///
  /// @param room where the answer is put, if the kernel has to be asked
  private SigAction current(Signal signal, SigAction room) {
    if (page.isTaken(signal)) {
      return delivering;
    }
    room.read(signal);
    return page.isLeftover(signal, room) ? SigAction.setDefault() : room;
  }

  /// HotSpot blocks QUIT in all threads but its VM thread, so that thread dumps are made there.
  private static long blockedByVm(SignalSet signals) {
    return signals.contains(Signal.QUIT) && VmSignals.isVmHandler(SigAction.current(Signal.QUIT))
        ? bit(Signal.QUIT)
        : 0;
  }

  private void takeOver(long signals, SignalSource source, @Nullable Mode asked, long everywhere) {
    if (signals != 0) {
      SigAction[] rooms = SigAction.blanks(2 * Long.bitCount(signals));
      int next = 0;
      for (Signal signal : SignalSet.ofMask(signals)) {
        SigAction previous = current(signal, rooms[next++]);
        boolean isEverywhere = (everywhere & bit(signal)) != 0;
        takeOver(signal, source, asked, isEverywhere, previous, rooms[next++]);
      }
      source.read(claims.queuedFor(source));
    }
  }

  private void takeOver(
      Signal signal,
      SignalSource source,
      @Nullable Mode asked,
      boolean everywhere,
      SigAction previous,
      SigAction spare) {
    boolean setsUp = broadcast.needs(signal);
    boolean suspends = signal == VmSignals.SUSPEND && VmSignals.isVmHandler(previous);
    boolean passes = setsUp || suspends || signal == Signal.ABRT;
    Mode wanted = Guards.wanted(signal, asked, previous);
    // A signal that every thread already blocks would never reach the handler code.
    boolean queues = everywhere || (!setsUp && wanted == Mode.FULL);
    boolean blockable = capabilities.mode() == Mode.FULL && !suspends && queues;
    SigAction ours = passes ? passing : delivering;
    claims.add(
        new Claim(signal, source, wanted, previous, ours.handler(), blockable, everywhere, spare));
    page.descriptor(signal.number(), source.pipe().writeEnd());
    source.replaces(signal, previous);
    if (asked == Mode.HANDLER_ONLY && signal.isRealTime()) {
      source.pipe().takeAll();
    }
    if (passes) {
      page.next(signal.number(), setsUp ? page.setUp() : next(previous));
    }
    ours.install(signal);
  }

  /// The handler for a signal that a thread of this process sends to one of its threads. abort(3)
  /// unblocks ABRT, raises it, and if that returns, sets the default action and raises it again. So
  /// the handler must return with ABRT unblocked, or the process would not end by ABRT and would
  /// leave no core.
  private long next(SigAction previous) {
    return previous.isDefault() || previous.isIgnore() ? page.nothing() : previous.handler();
  }

  /// Gives back those of `signals` that `receiver` holds: their old actions and masks. Instances
  /// that are still pending in the kernel take the old action, which may end the process. When this
  /// returns, either no handler writes to the receiver's pipe any more, or the pipe is kept.
  ///
  /// If it throws, the claims still exist, and the call can be repeated. All old actions are back,
  /// except those that the kernel refused.
  @Override
  public void release(SignalSet signals, Source receiver) {
    SignalSource source = (SignalSource) receiver;
    synchronized (PROCESS) {
      long held = claims.held(signals, source);
      if (held == 0) {
        return;
      }
      long quiet = 0;
      try {
        claims.giveBackActions(held);
        page.mask(claims.queued());
        source.read(claims.queuedFor(source));
        quiet = unblock(held);
      } finally {
        cutPipe(held);
        if (quiet == 0) {
          source.pipe().keep(held);
        } else {
          source.pipe().release(quiet);
        }
      }
      watch.begin();
      replaced.checkIfDue();
      claims.forget(held);
    }
  }

  /// From here on the handler code's records of these signals are discarded. A signal whose action
  /// is still ours is not affected.
  private void cutPipe(long released) {
    for (Claim claim : claims) {
      if (claim.isIn(released) && claim.isLeaving()) {
        page.descriptor(claim.signal().number(), -1);
      }
    }
  }

  /// @return the signals whose handlers no thread is inside any more, as a mask; 0 if that is not
  ///   certain
  private long unblock(long released) {
    if (claims.areEverywhere(released)) {
      return released;
    }
    return broadcast.unblock(claims.toBlock(released), blocked()) ? -1L : 0;
  }

  private void checkUnclaimed(Signal signal) {
    Claim claim = standingClaim(signal);
    if (claim != null) {
      throw new SignalClaimedException(signal, claim.source().owner().toString());
    }
  }

  /// The claim of a signal. A claim whose release has failed is released first.
  private @Nullable Claim standingClaim(Signal signal) {
    Claim claim = claims.get(signal);
    if (claim != null && claim.isLeaving()) {
      release(SignalSet.of(signal), claim.source());
      return null;
    }
    return claim;
  }

  /// What every thread shall block, for this copy of the library and for others.
  private long blocked() {
    return claims.queued() | page.maskOfOthers();
  }

  private final class Queued implements MaskWatch.Claimed {
    @Override
    public long mask() {
      replaced.checkIfDue();
      return blocked();
    }
  }

  private static long bit(Signal signal) {
    return 1L << (signal.number() - 1);
  }

  @Override
  public void sendAgain(SignalInfo info) {
    Resending.send(info);
  }

  @Override
  public @Nullable Source receiver(Signal signal) {
    synchronized (PROCESS) {
      Claim claim = claims.standing(signal);
      return claim == null ? null : claim.source();
    }
  }

  /// The mode of a signal that has a receiver.
  ///
  /// @throws IllegalStateException if it has none
  @Override
  public Mode mode(Signal signal) {
    synchronized (PROCESS) {
      Claim claim = claims.standing(signal);
      if (claim == null) {
        throw new IllegalStateException(signal.fullName() + " has no receiver");
      }
      return claim.queued() == 0 ? Mode.HANDLER_ONLY : Mode.FULL;
    }
  }

  /// Whether a signal has no receiver, or one that wants the mode `asked`.
  @Override
  public boolean comesAs(Signal signal, @Nullable Mode asked) {
    synchronized (PROCESS) {
      Claim claim = claims.standing(signal);
      return claim == null
          || claim.isEverywhere()
          || claim.wanted() == Guards.wanted(signal, asked, claim.previous());
    }
  }

  /// Discards pending instances of those of `signals` that `receiver` holds; the claims stay.
  @Override
  public void discardPending(SignalSet signals, Source receiver) {
    SignalSource source = (SignalSource) receiver;
    synchronized (PROCESS) {
      long held = claims.held(signals, source);
      for (Signal signal : signals) {
        if ((held & bit(signal)) != 0) {
          SigAction present = SigAction.current(signal);
          SigAction.discarding(signal).install(signal);
          present.install(signal);
        }
      }
    }
  }

  /// The number of records of `signals` that found the pipe full since the process began.
  @Override
  public long dropped(SignalSet signals) {
    long dropped = 0;
    for (Signal signal : signals) {
      dropped += page.dropped(signal.number());
    }
    return dropped;
  }

  /// Sets the action of a signal, and ends its claim if `own` holds it. No instance meets a third
  /// action in between.
  ///
  /// @return what it did before
  /// @throws ReservedSignalException if the VM needs it otherwise
  /// @throws SignalClaimedException if it belongs to a receiver other than `own`
  @Override
  public SignalState change(Signal signal, Verb verb, @Nullable Source own) {
    synchronized (PROCESS) {
      Claim claim = standingClaim(signal);
      if (claim != null && claim.source() != own) {
        checkUnclaimed(signal);
      }
      SignalState before = standing(signal);
      SigAction present = claim == null ? current(signal, SigAction.blank()) : claim.previous();
      SigAction wanted = wanted(signal, verb, present);
      if (claim != null) {
        if (wanted != present) {
          claim.leave(wanted);
        }
        release(SignalSet.of(signal), claim.source());
      } else if (wanted != present) {
        wanted.install(signal);
      }
      return before;
    }
  }

  private SigAction wanted(Signal signal, Verb verb, SigAction present) {
    return switch (verb) {
      case IGNORE -> {
        Guards.checkIgnorable(signal, present);
        originals.putIfAbsent(signal, present);
        yield SigAction.ignore();
      }
      case DEFAULT -> {
        Guards.checkDefaultable(signal, present);
        originals.putIfAbsent(signal, present);
        yield SigAction.setDefault();
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

  /// The present state of a signal. Waits for a change in progress, because meanwhile the kernel
  /// shows the engine's own handlers.
  @Override
  public SignalState standing(Signal signal) {
    synchronized (PROCESS) {
      replaced.checkIfDue();
      Claim claim = claims.standing(signal);
      return claim == null ? SignalState.of(signal) : SignalState.claimed(claim.source().owner());
    }
  }
}
