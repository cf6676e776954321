package dev.signalman.signal;

import dev.signalman.Capabilities.Mode;
import dev.signalman.PosixException;
import dev.signalman.ReceiverClosedException;
import dev.signalman.Registration;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.SignalEngine;
import dev.signalman.internal.engine.Source;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.portable.Engines;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Signals as events of the caller's own loop: the self-pipe trick, with the kernel's own queue
/// behind it.
///
/// From [#open] to [#close] the given signals belong to this object, and their former action is
/// suspended. The polling thread reads each signal itself, with no other thread in between.
///
/// ```java
/// try (SelfPipe pipe = SelfPipe.open(Signal.TERM, Signal.ALRM)) {
///   while (running) {
///     if (pipe.poll(Duration.ofSeconds(1)) instanceof SignalInfo info) {
///       running = info.signal() != Signal.TERM;
///     }
///     work();
///   }
/// }
/// ```
///
/// Guarantees:
///
/// - Order: instances of one real-time signal come as they were queued. Of different signals that
///   are pending together, the lowest number comes first, so standard signals come before real-time
///   ones. Signals in [Mode#HANDLER_ONLY] come in the order in which they reach the pipe.
/// - Loss: none for real-time signals; at the kernel's limit (`RLIMIT_SIGPENDING`) sigqueue(3)
///   fails in the sender. Standard signals merge while one of the same number is pending
///   (signal(7)). In [Mode#HANDLER_ONLY] a signal that finds the pipe full is dropped and counted
///   in [#dropped].
/// - After [#close] the signals have their previous actions again. Those that came but were not
///   read do it at once, which may end the process: each signal is either delivered or takes its
///   old action.
/// - A signal that is sent after [#open] has returned is never missed.
///
/// Any number of threads may poll; each signal goes to one of them. `Thread.interrupt()` and
/// [#close] end a wait, and a waiting virtual thread holds no carrier. While signals follow each
/// other within microseconds, a wait polls for up to 50 us before it sleeps; an idle wait uses no
/// CPU.
///
/// Modes: a signal is blocked in every thread and read from the kernel's queue ([Mode#FULL]). HUP,
/// INT, TERM, PIPE and XFSZ are exceptions: the VM handles the first three and unblocks them in
/// each thread that it starts, and the kernel directs the other two at the thread whose write
/// fails. These five come by the handler code alone, unless another mode is asked for, or every
/// thread blocked them before, because of a launcher or `-Xrs`. [#mode] shows the mode of each
/// signal.
///
/// In [Mode#PORTABLE] signals come in no certain order and are not lost, there is no [#descriptor],
/// and unread signals reach the old handler if it is one of the VM.
///
/// A tool such as jcmd sends QUIT to ask the VM for a connection. The polling thread passes such a
/// QUIT on to the VM and does not hand it out: while no thread polls, the tool waits.
///
/// A forgotten self-pipe keeps its signals: no exception and no garbage collection closes it. If a
/// plug-in loaded the library, no code outside the plug-in can close it: put the library in the
/// parent loader, where the server finds the self-pipe by [Signals#disposition].
///
/// Limits: processes that native code starts, for example by system(3) or JNA, inherit the blocked
/// signals; `ProcessBuilder` and [dev.signalman.process.Spawn] unblock them. A signal that
/// tgkill(2) or pthread_kill(3) directs at one thread stays pending in that thread if every thread
/// blocks it.
public final class SelfPipe implements SignalReceiver {
  private final SignalSet signals;
  private final SignalEngine engine;
  private final Source source;
  private final long droppedBefore;
  private final Set<SelectorWaker> wakers = ConcurrentHashMap.newKeySet();

  private SelfPipe(SignalSet signals, SignalEngine engine) throws PosixException {
    this.signals = signals;
    this.engine = engine;
    this.source = engine.source(this).spinning();
    this.droppedBefore = engine.dropped(signals);
  }

  /// Takes over the given signals.
  ///
  /// @throws IllegalArgumentException if there are none
  /// @throws ReservedSignalException if one of them is reserved; the message says by whom and why
  /// @throws SignalClaimedException if one of them belongs to another receiver
  /// @throws PosixException if the process is out of descriptors
  public static SelfPipe open(Signal... signals) throws PosixException {
    return open(SignalSet.of(signals));
  }

  /// The same for a set.
  public static SelfPipe open(SignalSet signals) throws PosixException {
    return opened(signals, null);
  }

  /// The same with a requested mode. [Mode#HANDLER_ONLY] changes no thread's mask: processes that
  /// native code starts inherit no blocked signal, and a claim takes microseconds. [#mode] shows
  /// the mode that each signal got.
  ///
  /// @throws UnsupportedOperationException if one of them cannot come in that mode here
  public static SelfPipe open(SignalSet signals, Mode mode) throws PosixException {
    return opened(signals, Objects.requireNonNull(mode, "mode"));
  }

  private static SelfPipe opened(SignalSet signals, @Nullable Mode mode) throws PosixException {
    if (signals.isEmpty()) {
      throw new IllegalArgumentException("a self-pipe needs at least one signal");
    }
    SignalEngine engine = Engines.get();
    SelfPipe pipe = new SelfPipe(signals, engine);
    try {
      engine.claim(signals, pipe.source, mode);
    } catch (RuntimeException | Error e) {
      pipe.source.close(() -> {}, engine::sendAgain);
      throw e;
    }
    Observer all = Observers.all();
    if (all != null) {
      Observation.claimed(all, engine, signals);
    }
    return pipe;
  }

  /// The next signal, or null if none has come. Does not wait.
  ///
  /// @throws ReceiverClosedException if it is closed
  public @Nullable SignalInfo poll() {
    return seen(source.poll());
  }

  /// The next signal, or null if none came in time. Nothing else wakes the wait.
  ///
  /// @param timeout how long to wait; zero or less means not to wait
  /// @throws InterruptedException if the thread is interrupted before or while it waits; no signal
  ///   is lost by that
  /// @throws ReceiverClosedException if it is closed, or becomes so
  public @Nullable SignalInfo poll(Duration timeout) throws InterruptedException {
    return seen(source.poll(Nanos.ofTimeout(timeout)));
  }

  /// The same for loops that must not allocate an object per call.
  public @Nullable SignalInfo poll(long timeout, TimeUnit unit) throws InterruptedException {
    return seen(source.poll(unit.toNanos(timeout)));
  }

  /// The next signal, however long it takes.
  ///
  /// @throws InterruptedException if the thread is interrupted before or while it waits; no signal
  ///   is lost by that
  /// @throws ReceiverClosedException if it is closed, or becomes so
  public SignalInfo take() throws InterruptedException {
    while (true) {
      SignalInfo info = seen(source.poll(Nanos.FOREVER));
      if (info != null) {
        return info;
      }
    }
  }

  private @Nullable SignalInfo seen(@Nullable SignalInfo info) {
    Observer all = Observers.all();
    return all == null || info == null ? info : Observation.delivered(all, engine, signals, info);
  }

  /// The number of a descriptor that can be read whenever [#poll] may have something, for loops
  /// that wait in the kernel by other means. Before each wait, poll until nothing is left: signals
  /// that were read ahead do not make it readable. Use it only to wait: never read from it or close
  /// it.
  public int descriptor() {
    return source.descriptor();
  }

  /// Wakes a selector whenever signals may have come, so that a loop around it can poll them: the
  /// way to join signals to `java.nio` channels.
  ///
  /// ```java
  /// try (SelfPipe pipe = SelfPipe.open(Signal.TERM); AutoCloseable waking = pipe.wakeup(selector)) {
  ///   while (running) {
  ///     selector.select();
  ///     while (pipe.poll() instanceof SignalInfo info) { handle(info); }
  ///   }
  /// }
  /// ```
  ///
  /// A daemon thread does the waiting. Closing the returned object, or this one, ends it.
  ///
  /// @throws PosixException if the process is out of descriptors
  /// @throws ReceiverClosedException if this is closed
  public AutoCloseable wakeup(Selector selector) throws PosixException {
    Objects.requireNonNull(selector, "selector");
    checkOpen();
    Registration announced = source.announce(selector::wakeup);
    if (announced != null) {
      return announced;
    }
    SelectorWaker waker = SelectorWaker.start(this, selector);
    wakers.add(waker);
    if (!isOpen()) { // closed since the first check: close() may have missed the waker
      waker.close();
      checkOpen();
    }
    return waker;
  }

  private void checkOpen() {
    if (!isOpen()) {
      throw new ReceiverClosedException(toString());
    }
  }

  /// Removes a waker that has been closed.
  void forget(SelectorWaker waker) {
    wakers.remove(waker);
  }

  @Override
  public SignalSet signals() {
    return isOpen() ? signals : SignalSet.none();
  }

  @Override
  public boolean isOpen() {
    return !source.isClosed();
  }

  @Override
  public Mode mode(Signal signal) {
    return Modes.of(this, signal, engine);
  }

  @Override
  public long dropped() {
    return engine.dropped(signals) - droppedBefore;
  }

  /// Gives the signals back. Unread signals take their old action now: a second TERM that came
  /// after the one that ended the loop ends the VM with status 143. A program that is about to exit
  /// anyway need not close; [#discardAndClose] discards unread signals.
  @Override
  public void close() {
    close(this::release, engine::sendAgain);
  }

  /// Gives the signals back, but discards unread ones: they take no action. Signals that come
  /// afterwards do.
  public void discardAndClose() {
    close(
        () -> {
          engine.discardPending(signals, source);
          release();
        },
        _ -> {});
  }

  private void release() {
    engine.release(signals, source);
    Observer all = Observers.all();
    if (all != null) {
      Observation.released(all, engine, signals);
    }
  }

  private void close(Runnable detach, Consumer<SignalInfo> left) {
    try {
      source.close(detach, left);
    } finally {
      wakers.forEach(SelectorWaker::close);
    }
  }

  @Override
  public String toString() {
    return "SelfPipe " + signals;
  }
}
