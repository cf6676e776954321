package dev.signalman.signal;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.Errno;
import dev.signalman.PosixException;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.Engine;
import dev.signalman.internal.engine.QueuedSignal;
import dev.signalman.posix.NativeAccess;
import dev.signalman.posix.SignalH;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Everything that a program does with signals apart from [SelfPipe]: handle, queue, ignore,
/// restore, inspect, send, wait.
///
/// ```java
/// Signals.handle(Signal.USR1, info -> System.out.println(info));
/// Signals.ignore(Signal.INT);
/// Signals.queue(pid, Signal.RT3, 42);
/// ```
///
/// Handlers and queues of one signal all get each instance, in the order in which they were made.
/// They share its [Mode]: a later one that asks for another is refused, and so is one that asks for
/// none where an earlier one has asked for a mode that the signal does not have by itself. Signals
/// come in the order that [SelfPipe] describes. All methods may be called from any thread.
///
/// A QUIT by which a tool such as jcmd asks the VM for a connection goes to the VM, not to them.
///
/// What `ignore`, `setDefault` and `restore` do holds for the whole process, and they end all
/// handlers and queues of that signal: a call that waits for its thread is not made any more,
/// though one that runs goes on. What is left without a signal is closed by that; what waits in a
/// queue takes the action that the signal has then. Ignored signals stay ignored in processes that
/// this one starts; all else is back at its default there.
public final class Signals {
  static {
    if (Calls.FROM_FOLDER) {
      Calls.loaded(Recipient.class, Pids.class, QueuedSignal.class);
    } // to send without a descriptor
  }

  private Signals() {}

  /// Calls `handler` for each `signal`, in a daemon thread that all such handlers share: one call
  /// at a time, in order of arrival. A slow handler delays the others, but no signal is lost by it.
  ///
  /// Once this has returned, a signal is never missed. Several handlers may share a signal.
  ///
  /// @return the subscription; closing it ends the handling
  /// @throws ReservedSignalException if the signal is not to be had; says who holds it and why
  /// @throws SignalClaimedException if a [SelfPipe] has it, or another handler has it in a mode
  ///   that was asked for
  /// @throws java.io.UncheckedIOException if the process is out of descriptors
  public static Subscription handle(Signal signal, SignalHandler handler) {
    return handle(SignalSet.of(signal), handler);
  }

  /// The same for several signals.
  public static Subscription handle(SignalSet signals, SignalHandler handler) {
    return handled(signals, null, handler);
  }

  /// The same in a mode that is asked for. [Mode#HANDLER_ONLY] changes no thread's mask: nothing
  /// that this process starts by native code inherits a blocked signal, and a claim takes
  /// microseconds. [Subscription#mode] shows what each signal got.
  ///
  /// @throws SignalClaimedException if one of them is handled already, and not in that mode
  /// @throws UnsupportedOperationException if one of them cannot come in that mode here
  public static Subscription handle(SignalSet signals, Mode mode, SignalHandler handler) {
    return handled(signals, Objects.requireNonNull(mode, "mode"), handler);
  }

  private static Subscription handled(
      SignalSet signals, @Nullable Mode mode, SignalHandler handler) {
    Objects.requireNonNull(handler, "handler");
    Dispatcher dispatcher = Dispatcher.get();
    return Subscription.start(
        dispatcher, checkNotEmpty(signals), mode, handler, dispatcher.handlerThread());
  }

  /// Calls `handler` on an executor of the caller's: an event loop, `SwingUtilities::invokeLater`,
  /// a virtual-thread executor. Calls of this subscription still come one at a time and in order.
  ///
  /// The executor is called by the daemon thread that reads the signals, in which nothing else is
  /// read until it returns; `Runnable::run` makes the handler run there, which is for short ones.
  /// As long as there is such a handler, those without an executor are called a little later, since
  /// their thread no longer reads by itself.
  ///
  /// A signal that the executor rejects is thrown away, counted in [Subscription#dropped()] and
  /// reported to the uncaught-exception handler, the first one of several in a row. One whose task
  /// the executor throws away without a word is handled along with the next.
  public static Subscription handle(SignalSet signals, SignalHandler handler, Executor executor) {
    return handled(signals, null, handler, executor);
  }

  /// The same in a mode that is asked for, see [#handle(SignalSet, Mode, SignalHandler)].
  public static Subscription handle(
      SignalSet signals, Mode mode, SignalHandler handler, Executor executor) {
    return handled(signals, Objects.requireNonNull(mode, "mode"), handler, executor);
  }

  private static Subscription handled(
      SignalSet signals, @Nullable Mode mode, SignalHandler handler, Executor executor) {
    Objects.requireNonNull(handler, "handler");
    Objects.requireNonNull(executor, "executor");
    return Subscription.start(
        Dispatcher.get(), checkNotEmpty(signals), mode, handler, new Lane(executor));
  }

  /// The same for one signal.
  public static Subscription handle(Signal signal, SignalHandler handler, Executor executor) {
    return handle(SignalSet.of(signal), handler, executor);
  }

  /// A queue that gets each of the given signals.
  ///
  /// @throws ReservedSignalException if one of them is not to be had; says who holds it and why
  /// @throws SignalClaimedException if a [SelfPipe] has one of them
  /// @throws java.io.UncheckedIOException if the process is out of descriptors
  public static SignalQueue subscribe(Signal... signals) {
    return subscribe(SignalSet.of(signals));
  }

  /// The same for a set.
  public static SignalQueue subscribe(SignalSet signals) {
    return subscribe(signals, Integer.MAX_VALUE);
  }

  /// A queue whose signals come in a mode that is asked for, see [#handle(SignalSet, Mode,
  /// SignalHandler)].
  public static SignalQueue subscribe(SignalSet signals, Mode mode) {
    return SignalQueue.start(
        Dispatcher.get(),
        checkNotEmpty(signals),
        Objects.requireNonNull(mode, "mode"),
        Integer.MAX_VALUE);
  }

  /// A queue that holds at most `capacity` signals; what comes while it is full is thrown away and
  /// counted in [SignalQueue#dropped()].
  public static SignalQueue subscribe(SignalSet signals, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a queue needs room for at least one signal: " + capacity);
    }
    return SignalQueue.start(Dispatcher.get(), checkNotEmpty(signals), null, capacity);
  }

  private static SignalSet checkNotEmpty(SignalSet signals) {
    if (signals.isEmpty()) {
      throw new IllegalArgumentException("at least one signal is needed");
    }
    return signals;
  }

  /// Ignores a signal, as `SIG_IGN` does: the kernel throws it away, also an instance that is
  /// pending.
  ///
  /// @return what it did before
  /// @throws ReservedSignalException if the VM would break: QUIT, CHLD, the VM's own signals
  /// @throws SignalClaimedException if a [SelfPipe] has it
  public static Disposition ignore(Signal signal) {
    return change(signal, Engine.Verb.IGNORE);
  }

  /// Gives a signal the kernel's default action, `SIG_DFL`. For most signals this means that the
  /// next one ends the process without shutdown hooks.
  ///
  /// @return what it did before
  /// @throws ReservedSignalException if the VM would break: QUIT, PIPE, the VM's own signals
  /// @throws SignalClaimedException if a [SelfPipe] has it
  public static Disposition setDefault(Signal signal) {
    return change(signal, Engine.Verb.DEFAULT);
  }

  /// Gives a signal the action that it had before this program changed it: that of the VM, or what
  /// the process was started with. Shutdown hooks run again on TERM.
  ///
  /// @return what it did before this call
  /// @throws SignalClaimedException if a [SelfPipe] has it
  public static Disposition restore(Signal signal) {
    return change(signal, Engine.Verb.RESTORE);
  }

  private static Disposition change(Signal signal, Engine.Verb verb) {
    Objects.requireNonNull(signal, "signal");
    return Dispatcher.change(engine(), signal, verb);
  }

  private static Engine engine() {
    try {
      return Engine.get();
    } catch (PosixException e) {
      throw e.unchecked();
    }
  }

  /// What a signal does in this process. Asks the kernel and changes nothing.
  public static Disposition disposition(Signal signal) {
    Objects.requireNonNull(signal, "signal");
    return Dispositions.of(signal, engine().standing(signal));
  }

  /// What each signal does, in order of number.
  public static Map<Signal, Disposition> dispositions() {
    Map<Signal, Disposition> all = new EnumMap<>(Signal.class);
    for (Signal signal : Signal.values()) {
      all.put(signal, disposition(signal));
    }
    return Collections.unmodifiableMap(all);
  }

  /// Sends a signal to a process, as kill(2) does. By the time of sending the pid may mean another
  /// process than its caller thinks; a `ProcessHandle` or a [Recipient] cannot.
  ///
  /// @throws IllegalArgumentException if no process can have that pid
  /// @throws PosixException ESRCH if there is no such process, EPERM if it belongs to somebody else
  public static void send(long pid, Signal signal) throws PosixException {
    Objects.requireNonNull(signal, "signal");
    try (Recipient recipient = Recipient.once(pid)) {
      recipient.send(signal);
    }
  }

  /// Sends a signal to a process that cannot be mistaken for another.
  ///
  /// @throws PosixException ESRCH if it has ended, even if its pid is in use again
  public static void send(ProcessHandle process, Signal signal) throws PosixException {
    Objects.requireNonNull(signal, "signal");
    try (Recipient recipient = Recipient.of(process)) {
      recipient.send(signal);
    }
  }

  /// Sends a signal to each process of a group, as killpg(3) does; succeeds if one may be
  /// signalled.
  ///
  /// @param pgid the group, at least 2
  /// @throws IllegalArgumentException for 1 and less, which would reach every process
  /// @throws PosixException ESRCH if there is no such group, EPERM if none of it may be signalled
  public static void sendToGroup(long pgid, Signal signal) throws PosixException {
    Objects.requireNonNull(signal, "signal");
    int group = Pids.group(pgid);
    NativeAccess.require();
    Calls.check(
        SignalH.kill(-group, signal.number()), () -> "killpg(" + pgid + ", " + signal + ")");
  }

  /// Queues a signal with a value, as sigqueue(3) does. For many signals to one process a
  /// [Recipient] is faster.
  ///
  /// @throws IllegalArgumentException if no process can have that pid
  /// @throws PosixException see [Recipient#queue]
  public static void queue(long pid, Signal signal, long value) throws PosixException {
    Objects.requireNonNull(signal, "signal");
    try (Recipient recipient = Recipient.once(pid)) {
      recipient.queue(signal, value);
    }
  }

  /// The same to a process that cannot be mistaken for another.
  public static void queue(ProcessHandle process, Signal signal, long value) throws PosixException {
    Objects.requireNonNull(signal, "signal");
    try (Recipient recipient = Recipient.of(process)) {
      recipient.queue(signal, value);
    }
  }

  /// Sends a signal to this process. It is handled in due course, not before this returns: Java
  /// code never runs inside a signal.
  public static void raise(Signal signal) {
    Objects.requireNonNull(signal, "signal");
    NativeAccess.require();
    try {
      Calls.check(SignalH.kill(Pids.self(), signal.number()), () -> "kill(self, " + signal + ")");
    } catch (PosixException e) {
      throw e.unchecked();
    }
  }

  /// Whether a process with this pid exists, be it as a zombie, or as one that this process may not
  /// signal.
  ///
  /// @throws IllegalArgumentException if no process can have that pid
  public static boolean exists(long pid) {
    int number = Pids.process(pid);
    NativeAccess.require();
    return SignalH.kill(number, 0) != -Errno.ESRCH.number();
  }

  /// Waits until a signal comes that this program handles or queues, and its handlers in the common
  /// thread have run: pause(2) without its race, for a signal that was handled since the one that
  /// last ended a pause or a [#sleep] of this thread ends it at once. At a thread's first pause
  /// that is any signal that was handled since the thread was made. An ignored signal does not end
  /// it, nor does one of a [SelfPipe].
  ///
  /// @return the signal that was handled last
  /// @throws IllegalStateException in a handler of the common thread, where all such handlers, for
  ///   which this waits, would wait for this
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  public static SignalInfo pause() throws InterruptedException {
    Dispatcher dispatcher = Dispatcher.get();
    if (dispatcher.isHandlerThread()) {
      throw new IllegalStateException(
          "a handler cannot pause in the common thread, in which the handlers would have to run that"
              + " end the pause; give it an executor");
    }
    return dispatcher.pulse().pause();
  }

  /// Sleeps until the time is over, or until a signal comes that this program handles or queues and
  /// its handlers in the common thread have run: sleep(3) as in C. In such a handler itself, no
  /// other ends it.
  ///
  /// @return what was left of the time; zero if it was slept through
  /// @throws IllegalArgumentException if the time is negative or over 292 years
  /// @throws InterruptedException if the thread is interrupted before or while it sleeps
  public static Duration sleep(Duration time) throws InterruptedException {
    long nanos = Timeouts.exactNanos(time);
    return Duration.ofNanos(Dispatcher.get().pulse().sleep(nanos));
  }

  /// Waits for one of the given signals, as sigtimedwait(2) does.
  ///
  /// The first wait for a signal takes it over: from then on it is held for such waits and does
  /// nothing else, so that none is lost between two of them, until [#restore] or its like. Handlers
  /// and queues of the signal get each instance too. Of several that are held the lowest number
  /// comes first; each satisfies one wait of one thread.
  ///
  /// @param signals KILL and STOP among them mean nothing; without any others only time ends the
  ///   wait
  /// @return the signal, or null if none came in time
  /// @throws IllegalArgumentException if the time is negative or over 292 years
  /// @throws ReservedSignalException if one of them is not to be had
  /// @throws SignalClaimedException if a [SelfPipe] has one of them
  /// @throws InterruptedException if the thread is interrupted before or while it waits; no signal
  ///   is lost by that
  public static @Nullable SignalInfo await(SignalSet signals, Duration timeout)
      throws InterruptedException {
    long nanos = Timeouts.exactNanos(timeout);
    return Dispatcher.get().held().await(signals, nanos);
  }

  /// The signals that wait to be taken: those pending in the kernel for this process or for this
  /// platform thread (sigpending(2)), and those held for [#await]. What handlers and queues get has
  /// left the kernel at once, and a [SelfPipe] reads ahead: neither is among them.
  public static SignalSet pending() {
    Dispatcher dispatcher = Dispatcher.ifStarted();
    SignalSet held = dispatcher == null ? SignalSet.none() : dispatcher.held().present();
    return held.union(PendingSignals.ofThisThread());
  }

  /// Interrupts a thread whenever a signal comes, until the subscription is closed. For a single
  /// piece of work see [dev.signalman.time.Deadline#on].
  ///
  /// @throws ReservedSignalException if the signal is not to be had
  /// @throws SignalClaimedException if a [SelfPipe] has it
  public static Subscription interruptOn(Signal signal, Thread thread) {
    Objects.requireNonNull(thread, "thread");
    return handle(signal, info -> thread.interrupt());
  }

  /// Calls `listener` when somebody has replaced the handler of this library by another action,
  /// while a signal is handled, queued or polled here: a terminal library that was opened later, or
  /// `sun.misc.Signal`. Each replacement is told once, in a daemon thread; one that stands already
  /// is told now, unless an earlier listener was told of it.
  ///
  /// Nothing is put back over it: it may be wanted. When the signal is closed here the other action
  /// stays. To have the signal again, close and open anew: then the other action comes back when
  /// that is closed.
  ///
  /// The kernel tells nobody of it, and looking costs a system call for each signal. So it is
  /// looked for at most once a second, and only when something is done anyway: a thread of this
  /// library begins to wait for signals, or a [SelfPipe] is polled; a signal is opened, closed,
  /// ignored or asked for its [#disposition]. A program in which nothing of this happens, and no
  /// signal comes, is told when the next one has come. [#capabilities] always looks.
  ///
  /// @return what ends the calls
  public static ReplacedHandler.Listening onReplaced(Consumer<ReplacedHandler> listener) {
    Objects.requireNonNull(listener, "listener");
    return ReplacedHandlers.tell(engine(), listener);
  }

  /// What this machine lets Signalman do, with a sentence for each signal whose handler somebody
  /// has replaced ([#onReplaced]).
  public static Capabilities capabilities() {
    return engine().capabilities();
  }
}
