package dev.signalman.signal;

import dev.signalman.Capabilities.Mode;
import dev.signalman.PosixException;
import dev.signalman.ReceiverClosedException;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.Engine;
import dev.signalman.internal.engine.Receiver;
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
/// From [#open] to [#close] the given signals belong to this object, and whatever they did before
/// they do no more. Each is read by the thread that polls, with no other thread in between.
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
///   are pending together the lowest number comes first, standard signals before real-time ones;
///   those in [Mode#HANDLER_ONLY] come as they reach the pipe.
/// - Loss: none for real-time signals; at the kernel's limit (`RLIMIT_SIGPENDING`) sigqueue(3)
///   fails in the sender. Standard signals merge while one of the same number is pending
///   (signal(7)). In [Mode#HANDLER_ONLY] what finds the pipe full is counted in [#dropped].
/// - After [#close] the signals do again what they did before. Those that came and were not read do
///   it at once, which may mean that the process ends: each is delivered or takes its old action.
/// - A signal sent from the moment on that [#open] has returned is never missed.
///
/// Any thread may poll, several may; each signal goes to one of them. Waits end by
/// `Thread.interrupt()` and by [#close], and a waiting virtual thread holds no carrier. As long as
/// signals follow each other within microseconds a wait looks for the next one for up to 50 us
/// before it sleeps; one that has long been without a signal uses no CPU.
///
/// Modes: a signal is blocked in every thread and read from the kernel's queue ([Mode#SIGNALFD]),
/// but for HUP, INT and TERM, and for PIPE and XFSZ. The VM handles the first three and unblocks
/// them in each thread that it starts; the others the kernel directs at the thread whose write
/// fails. They come by the handler code alone, unless every thread blocked them before, as a
/// launcher and `-Xrs` do, or another mode is asked for. [#mode] shows it.
///
/// A QUIT by which a tool such as jcmd asks the VM for a connection is passed on to the VM by the
/// thread that polls, and not handed out: while nobody polls, the tool waits.
///
/// One that is forgotten keeps its signals, for no exception or collection closes it. If the
/// library was loaded by a plug-in, nobody else can close it: put the library in the parent loader,
/// where the server finds it by [Signals#disposition].
///
/// Limits: what is blocked in every thread is inherited by processes that native code starts, by
/// system(3) or JNA say; `ProcessBuilder` and [dev.signalman.process.Spawn] clear it. A signal that
/// tgkill(2) or pthread_kill(3) directs at one thread stays pending in that thread if every thread
/// blocks it.
public final class SelfPipe implements SignalReceiver {
  static {
    if (Calls.FROM_FOLDER) {
      Calls.loaded(SelectorWaker.class, Timeouts.class);
    } // for close() and poll()
  }

  private final SignalSet signals;
  private final Engine engine;
  private final Receiver receiver;
  private final long droppedBefore;
  private final Set<SelectorWaker> wakers = ConcurrentHashMap.newKeySet();

  private SelfPipe(SignalSet signals, Engine engine) throws PosixException {
    this.signals = signals;
    this.engine = engine;
    this.receiver = engine.receiver(this).eager();
    this.droppedBefore = engine.dropped(signals);
  }

  /// Takes over the given signals.
  ///
  /// @throws IllegalArgumentException if there are none
  /// @throws ReservedSignalException if one of them is not to be had; says who holds it and why
  /// @throws SignalClaimedException if one of them belongs to another receiver
  /// @throws PosixException if the process is out of descriptors
  public static SelfPipe open(Signal... signals) throws PosixException {
    return open(SignalSet.of(signals));
  }

  /// The same for a set.
  public static SelfPipe open(SignalSet signals) throws PosixException {
    return opened(signals, null);
  }

  /// The same in a mode that is asked for. [Mode#HANDLER_ONLY] changes no thread's mask: nothing
  /// that this process starts by native code inherits a blocked signal, and a claim takes
  /// microseconds. [#mode] shows what each signal got.
  ///
  /// @throws UnsupportedOperationException if one of them cannot come in that mode here
  public static SelfPipe open(SignalSet signals, Mode mode) throws PosixException {
    return opened(signals, Objects.requireNonNull(mode, "mode"));
  }

  private static SelfPipe opened(SignalSet signals, @Nullable Mode mode) throws PosixException {
    if (signals.isEmpty()) {
      throw new IllegalArgumentException("a self-pipe needs at least one signal");
    }
    Engine engine = Engine.get();
    SelfPipe pipe = new SelfPipe(signals, engine);
    try {
      engine.claim(signals, pipe.receiver, mode);
    } catch (RuntimeException | Error e) {
      pipe.receiver.close(() -> {}, Engine::giveBack);
      throw e;
    }
    return pipe;
  }

  /// The next signal, or null if none has come. Does not wait.
  ///
  /// @throws ReceiverClosedException if it is closed
  public @Nullable SignalInfo poll() {
    return receiver.poll();
  }

  /// The next signal, or null if none came in time. Wakes up for nothing else.
  ///
  /// @param timeout how long to wait; nothing or less is a look without waiting
  /// @throws InterruptedException if the thread is interrupted before or while it waits; no signal
  ///   is lost by that
  /// @throws ReceiverClosedException if it is closed, or becomes so
  public @Nullable SignalInfo poll(Duration timeout) throws InterruptedException {
    return receiver.poll(Timeouts.nanos(timeout));
  }

  /// The same for loops that must not make an object each time round.
  public @Nullable SignalInfo poll(long timeout, TimeUnit unit) throws InterruptedException {
    return receiver.poll(unit.toNanos(timeout));
  }

  /// The next signal, however long it takes.
  ///
  /// @throws InterruptedException if the thread is interrupted before or while it waits; no signal
  ///   is lost by that
  /// @throws ReceiverClosedException if it is closed, or becomes so
  public SignalInfo take() throws InterruptedException {
    while (true) {
      SignalInfo info = receiver.poll(Long.MAX_VALUE);
      if (info != null) {
        return info;
      }
    }
  }

  /// The number of a descriptor that can be read whenever [#poll] may have something, for loops
  /// that wait in the kernel by other means. Poll until there is nothing before waiting: signals
  /// that were read ahead do not make it readable. It is only for waiting: read nothing from it,
  /// close it never.
  public int descriptor() {
    return receiver.descriptor();
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
  /// A daemon thread waits for it. Closing what is returned, or this, ends it.
  ///
  /// @throws PosixException if the process is out of descriptors
  /// @throws ReceiverClosedException if this is closed
  public AutoCloseable wakeup(Selector selector) throws PosixException {
    Objects.requireNonNull(selector, "selector");
    checkOpen();
    SelectorWaker waker = SelectorWaker.start(this, selector);
    wakers.add(waker);
    if (!isOpen()) { // since the first look: then close() may have missed it
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

  /// For one that has been closed.
  void forget(SelectorWaker waker) {
    wakers.remove(waker);
  }

  @Override
  public SignalSet signals() {
    return isOpen() ? signals : SignalSet.none();
  }

  @Override
  public boolean isOpen() {
    return !receiver.isClosed();
  }

  @Override
  public Mode mode(Signal signal) {
    return Modes.of(this, signal, engine);
  }

  @Override
  public long dropped() {
    return engine.dropped(signals) - droppedBefore;
  }

  /// Gives the signals back. Signals that nobody has read take their old action now: a second TERM
  /// that came after the one that ended the loop ends the VM with status 143. A program that is
  /// about to exit anyway need not close; [#discardAndClose] throws them away.
  @Override
  public void close() {
    close(() -> engine.release(signals, receiver), Engine::giveBack);
  }

  /// Gives the signals back, but throws away those that have come and that nobody has read: they
  /// take no action. What comes afterwards does.
  public void discardAndClose() {
    close(
        () -> {
          engine.discardPending(signals, receiver);
          engine.release(signals, receiver);
        },
        _ -> {});
  }

  private void close(Runnable detach, Consumer<SignalInfo> left) {
    try {
      receiver.close(detach, left);
    } finally {
      wakers.forEach(SelectorWaker::close);
    }
  }

  @Override
  public String toString() {
    return "SelfPipe " + signals;
  }
}
