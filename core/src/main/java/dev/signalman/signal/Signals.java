package dev.signalman.signal;

import dev.signalman.Capabilities;
import dev.signalman.Capabilities.Mode;
import dev.signalman.PosixException;
import dev.signalman.Registration;
import dev.signalman.ReservedSignalException;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.engine.SignalEngine;
import dev.signalman.internal.kernel.Calls;
import dev.signalman.internal.kernel.Nanos;
import dev.signalman.internal.kernel.Pids;
import dev.signalman.internal.kernel.ProcessHold;
import dev.signalman.internal.portable.Engines;
import dev.signalman.internal.portable.Holds;
import dev.signalman.internal.portable.VmMode;
import dev.signalman.posix.SignalH;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All operations on signals except those of [SelfPipe]: handle, queue, ignore, restore, inspect,
/// send, wait.
///
/// ```java
/// Signals.handle(Signal.USR1, info -> System.out.println(info));
/// Signals.ignore(Signal.INT);
/// Signals.send(pid, Signal.RT3, 42);
/// ```
///
/// Handlers and queues of one signal all get each instance, in the order in which they were made.
/// They share its [Mode]: a later one that asks for another mode is refused. If an earlier one
/// asked for a mode other than the signal's usual one, a later one has to ask for that mode, too.
/// Signals come in the order that [SelfPipe] describes. All methods may be called from any thread.
///
/// A tool such as jcmd sends QUIT to ask the VM for a connection: such a QUIT goes to the VM, not
/// to handlers and queues.
///
/// `ignore`, `setDefault` and `restore` act on the whole process and end all handlers and queues of
/// that signal: a running handler finishes, but no further call is made. A receiver that is left
/// without a signal is closed; instances that wait in a queue take the signal's new action. In
/// processes that this one starts, ignored signals stay ignored and all others have their default
/// action.
///
/// In [Mode#PORTABLE] signals come through the VM: without sender and value, in no certain order,
/// and no real-time ones. What cannot be done there throws an `UnsupportedOperationException`, and
/// [#capabilities] tells in advance.
public final class Signals {
  private Signals() {}

  /// Calls `handler` for each `signal`, in a daemon thread that all such handlers share: one call
  /// at a time, in order of arrival. A slow handler delays the others, but no signal is lost.
  ///
  /// Once this has returned, a signal is never missed. Several handlers may share a signal.
  ///
  /// @return the registration; closing it ends the handling
  /// @throws ReservedSignalException if the signal is reserved; the message says by whom and why
  /// @throws SignalClaimedException if a [SelfPipe] has it, or another handler has it in a mode
  ///   that was asked for
  /// @throws java.io.UncheckedIOException if the process is out of descriptors
  public static SignalRegistration handle(Signal signal, SignalHandler handler) {
    return handle(SignalSet.of(signal), handler);
  }

  /// The same for several signals.
  public static SignalRegistration handle(SignalSet signals, SignalHandler handler) {
    return handled(signals, null, handler);
  }

  /// The same with a requested mode. [Mode#HANDLER_ONLY] changes no thread's mask: processes that
  /// native code starts inherit no blocked signal, and a claim takes microseconds.
  /// [SignalRegistration#mode] shows the mode that each signal got.
  ///
  /// @throws SignalClaimedException if one of them is already handled in another mode
  /// @throws UnsupportedOperationException if one of them cannot come in that mode here
  public static SignalRegistration handle(SignalSet signals, Mode mode, SignalHandler handler) {
    return handled(signals, Objects.requireNonNull(mode, "mode"), handler);
  }

  private static SignalRegistration handled(
      SignalSet signals, @Nullable Mode mode, SignalHandler handler) {
    Objects.requireNonNull(handler, "handler");
    Dispatcher dispatcher = Dispatcher.get();
    return SignalRegistration.start(
        dispatcher, checkNotEmpty(signals), mode, handler, dispatcher.handlerThread());
  }

  /// Calls `handler` on the given executor: an event loop, `SwingUtilities::invokeLater`, a
  /// virtual-thread executor. Calls of this registration still come one at a time and in order.
  ///
  /// The daemon thread that reads the signals calls the executor, and reads nothing else until the
  /// call returns. `Runnable::run` makes the handler run in that thread, which suits only short
  /// handlers. As long as a handler has an executor, those without one are called a little later,
  /// since their thread no longer reads by itself.
  ///
  /// A signal that the executor rejects is discarded, counted in [SignalRegistration#dropped()] and
  /// reported to the uncaught-exception handler; of several in a row only the first is reported. If
  /// the executor silently discards a task, its signal is handled along with the next one.
  public static SignalRegistration handle(
      SignalSet signals, SignalHandler handler, Executor executor) {
    return handled(signals, null, handler, executor);
  }

  /// The same with a requested mode, see [#handle(SignalSet, Mode, SignalHandler)].
  public static SignalRegistration handle(
      SignalSet signals, Mode mode, SignalHandler handler, Executor executor) {
    return handled(signals, Objects.requireNonNull(mode, "mode"), handler, executor);
  }

  private static SignalRegistration handled(
      SignalSet signals, @Nullable Mode mode, SignalHandler handler, Executor executor) {
    Objects.requireNonNull(handler, "handler");
    Objects.requireNonNull(executor, "executor");
    return SignalRegistration.start(
        Dispatcher.get(), checkNotEmpty(signals), mode, handler, new Lane(executor));
  }

  /// The same for one signal.
  public static SignalRegistration handle(Signal signal, SignalHandler handler, Executor executor) {
    return handle(SignalSet.of(signal), handler, executor);
  }

  /// A queue that gets each of the given signals.
  ///
  /// @throws ReservedSignalException if one of them is reserved; the message says by whom and why
  /// @throws SignalClaimedException if a [SelfPipe] has one of them
  /// @throws java.io.UncheckedIOException if the process is out of descriptors
  public static SignalQueue queue(Signal... signals) {
    return queue(SignalSet.of(signals));
  }

  /// The same for a set.
  public static SignalQueue queue(SignalSet signals) {
    return queue(signals, Integer.MAX_VALUE);
  }

  /// A queue whose signals come in a requested mode, see [#handle(SignalSet, Mode, SignalHandler)].
  public static SignalQueue queue(SignalSet signals, Mode mode) {
    return SignalQueue.start(
        Dispatcher.get(),
        checkNotEmpty(signals),
        Objects.requireNonNull(mode, "mode"),
        Integer.MAX_VALUE);
  }

  /// A queue that holds at most `capacity` signals; signals that come while it is full are
  /// discarded and counted in [SignalQueue#dropped()].
  public static SignalQueue queue(SignalSet signals, int capacity) {
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

  /// Ignores a signal, as `SIG_IGN` does: the kernel discards it, and also a pending instance.
  ///
  /// @return the previous action
  /// @throws ReservedSignalException if the VM would break: QUIT, CHLD, the VM's own signals
  /// @throws SignalClaimedException if a [SelfPipe] has it
  public static Disposition ignore(Signal signal) {
    return change(signal, SignalEngine.Verb.IGNORE);
  }

  /// Gives a signal the kernel's default action, `SIG_DFL`. For most signals this means that the
  /// next one ends the process without shutdown hooks.
  ///
  /// @return the previous action
  /// @throws ReservedSignalException if the VM would break: QUIT, PIPE, the VM's own signals
  /// @throws SignalClaimedException if a [SelfPipe] has it
  public static Disposition setDefault(Signal signal) {
    return change(signal, SignalEngine.Verb.DEFAULT);
  }

  /// Gives a signal the action that it had before this program changed it: that of the VM, or what
  /// the process was started with. Shutdown hooks run again on TERM.
  ///
  /// @return the action before this call
  /// @throws SignalClaimedException if a [SelfPipe] has it
  public static Disposition restore(Signal signal) {
    return change(signal, SignalEngine.Verb.RESTORE);
  }

  private static Disposition change(Signal signal, SignalEngine.Verb verb) {
    Objects.requireNonNull(signal, "signal");
    return Dispatcher.change(engine(), signal, verb);
  }

  private static SignalEngine engine() {
    try {
      return Engines.get();
    } catch (PosixException e) {
      throw e.unchecked();
    }
  }

  /// The action of a signal in this process. The answer comes from the kernel; nothing is changed.
  public static Disposition disposition(Signal signal) {
    Objects.requireNonNull(signal, "signal");
    return Dispositions.of(signal, engine().standing(signal));
  }

  /// What each signal does in this process, in order of number.
  public static Map<Signal, Disposition> dispositions() {
    VmMode.requireNative("what each signal does (Signals.dispositions)");
    Map<Signal, Disposition> all = new EnumMap<>(Signal.class);
    for (Signal signal : SignalSet.all()) {
      all.put(signal, disposition(signal));
    }
    return Collections.unmodifiableMap(all);
  }

  /// Sends a signal to a process, as kill(2) does. By the time of sending, the pid may belong to
  /// another process than the caller thinks; a `ProcessHandle` or an
  /// [dev.signalman.process.OtherProcess] excludes that.
  ///
  /// @throws IllegalArgumentException if no process can have that pid
  /// @throws PosixException ESRCH if there is no such process, EPERM if it belongs to another user
  public static void send(long pid, Signal signal) throws PosixException {
    Objects.requireNonNull(signal, "signal");
    try (ProcessHold held = Holds.once(pid)) {
      held.send(signal);
    }
  }

  /// Sends a signal to the process of a handle, and never to a later one with the same pid.
  ///
  /// @throws PosixException ESRCH if it has ended, even if its pid is in use again
  public static void send(ProcessHandle process, Signal signal) throws PosixException {
    Objects.requireNonNull(signal, "signal");
    try (ProcessHold held = Holds.of(process)) {
      held.send(signal);
    }
  }

  /// Sends a signal to each process of a group, as killpg(3) does; succeeds if at least one may be
  /// signalled.
  ///
  /// @param pgid the group, at least 2
  /// @throws IllegalArgumentException for 1 and less, which would reach every process
  /// @throws PosixException ESRCH if there is no such group, EPERM if none of it may be signalled
  public static void sendToGroup(long pgid, Signal signal) throws PosixException {
    Objects.requireNonNull(signal, "signal");
    int group = Pids.group(pgid);
    VmMode.requireNative("sending a signal to a process group");
    Calls.check(
        SignalH.kill(-group, signal.number()), () -> "killpg(" + pgid + ", " + signal + ")");
  }

  /// Sends a signal with a value, as sigqueue(3) does. For many signals to one process an
  /// [dev.signalman.process.OtherProcess] is faster. Real-time signals queue; a standard signal
  /// that is pending already swallows the new one with its value.
  ///
  /// @param value reaches a C program as `si_value.sival_ptr`, and its low half as `sival_int`
  ///
  /// @throws IllegalArgumentException if no process can have that pid
  /// @throws PosixException EAGAIN if the receiving user has as many signals queued as allowed
  ///   (`RLIMIT_SIGPENDING`): nothing was sent, try again; ESRCH, EPERM as [#send(long, Signal)]
  public static void send(long pid, Signal signal, long value) throws PosixException {
    Objects.requireNonNull(signal, "signal");
    try (ProcessHold held = Holds.once(pid)) {
      held.send(signal, value);
    }
  }

  /// The same to the process of a handle, and never to a later one with the same pid.
  public static void send(ProcessHandle process, Signal signal, long value) throws PosixException {
    Objects.requireNonNull(signal, "signal");
    try (ProcessHold held = Holds.of(process)) {
      held.send(signal, value);
    }
  }

  /// Sends a signal to this process. It may be handled only after this returns: Java code never
  /// runs inside a signal.
  public static void raise(Signal signal) {
    Engines.raise(Objects.requireNonNull(signal, "signal"));
  }

  /// Whether a process with this pid exists. A zombie does, and so does a process that this one may
  /// not signal.
  ///
  /// @throws IllegalArgumentException if no process can have that pid
  public static boolean exists(long pid) {
    return Holds.exists(pid);
  }

  /// Waits until a signal comes that this program handles or queues, and its handlers in the common
  /// thread have run. This is pause(2) without its race: the pause ends at once if a signal has
  /// been handled since the one that last ended a pause or a [#sleep] of this thread. For a
  /// thread's first pause, any signal that was handled since the thread was made counts. Neither an
  /// ignored signal nor one of a [SelfPipe] ends a pause.
  ///
  /// @return the signal that was handled last
  /// @throws IllegalStateException in a handler of the common thread: the pause would wait for
  ///   handlers that wait for the pause
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
  /// its handlers in the common thread have run: sleep(3) as in C. If a handler in the common
  /// thread sleeps, no signal ends its sleep.
  ///
  /// @return the time that was left; zero if the sleep lasted its full time
  /// @throws IllegalArgumentException if the time is negative or over 292 years
  /// @throws InterruptedException if the thread is interrupted before or while it sleeps
  public static Duration sleep(Duration time) throws InterruptedException {
    long nanos = Nanos.exact("a wait", time);
    return Duration.ofNanos(Dispatcher.get().pulse().sleep(nanos));
  }

  /// Waits for one of the given signals, as sigtimedwait(2) does.
  ///
  /// The first wait for a signal takes it over: from then on it is held for such waits and does
  /// nothing else, so that none is lost between two waits. [#restore], [#ignore] or [#setDefault]
  /// ends that. Handlers and queues of the signal get each instance too. Of several held signals
  /// the lowest number comes first; each ends one wait of one thread.
  ///
  /// @param signals KILL and STOP have no effect; without other signals only the timeout ends the
  ///   wait
  /// @return the signal, or null if none came in time
  /// @throws IllegalArgumentException if the time is negative or over 292 years
  /// @throws ReservedSignalException if one of them is reserved
  /// @throws SignalClaimedException if a [SelfPipe] has one of them
  /// @throws InterruptedException if the thread is interrupted before or while it waits; no signal
  ///   is lost by that
  public static @Nullable SignalInfo await(SignalSet signals, Duration timeout)
      throws InterruptedException {
    long nanos = Nanos.exact("a wait", timeout);
    return Dispatcher.get().held().await(signals, nanos);
  }

  /// The signals that wait to be taken: those pending in the kernel for this process or for this
  /// platform thread (sigpending(2)), and those held for [#await]. Signals of handlers and queues
  /// leave the kernel at once, and a [SelfPipe] reads ahead: neither are included.
  public static SignalSet pending() {
    VmMode.requireNative("pending signals (Signals.pending)");
    Dispatcher dispatcher = Dispatcher.ifStarted();
    SignalSet held = dispatcher == null ? SignalSet.none() : dispatcher.held().present();
    return held.union(PendingSignals.ofThisThread());
  }

  /// Interrupts a thread whenever a signal comes, until the registration is closed. To bound a
  /// single piece of work, use [dev.signalman.time.Deadline#on].
  ///
  /// @throws ReservedSignalException if the signal is reserved
  /// @throws SignalClaimedException if a [SelfPipe] has it
  public static SignalRegistration interruptOn(Signal signal, Thread thread) {
    Objects.requireNonNull(thread, "thread");
    return handle(signal, info -> thread.interrupt());
  }

  /// Calls `listener` when other code has replaced this library's handler while a signal is
  /// handled, queued or polled here. Such code is, for example, a terminal library that was opened
  /// later, or `sun.misc.Signal`. Each replacement is reported once, in a daemon thread; an
  /// existing one is reported now, unless it was reported to an earlier listener.
  ///
  /// The other action is left in place, since it may be wanted. It also stays when the receiver
  /// here is closed. To get the signal back, close the receiver and open a new one; closing that
  /// one restores the other action.
  ///
  /// The kernel does not report a replacement, and a check costs a system call per signal. So the
  /// check is made at most once a second, and only on certain occasions: when a thread of this
  /// library begins to wait for signals, a [SelfPipe] is polled, or a signal is opened, closed,
  /// ignored or asked for its [#disposition]. A program that does none of this learns of a
  /// replacement after the next signal has come. [#capabilities] always checks.
  ///
  /// @return the registration, whose close ends the calls
  public static Registration onReplaced(Consumer<ReplacedHandler> listener) {
    Objects.requireNonNull(listener, "listener");
    return ReplacedHandlers.tell(engine(), listener);
  }

  /// The features of Signalman on this machine, with a sentence for each signal whose handler other
  /// code has replaced ([#onReplaced]). Never throws.
  public static Capabilities capabilities() {
    return Engines.capabilities();
  }

  /// Whether signals can be received here at all, in whatever mode. If not, [Capabilities#cause()]
  /// of [#capabilities] says why, and how to change that. Never throws.
  public static boolean isSupported() {
    return capabilities().receiving();
  }
}
