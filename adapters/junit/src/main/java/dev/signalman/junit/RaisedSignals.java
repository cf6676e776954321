package dev.signalman.junit;

import dev.signalman.Capabilities.Mode;
import dev.signalman.PosixException;
import dev.signalman.Signal;
import dev.signalman.Signal.DefaultAction;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalHandler;
import dev.signalman.signal.SignalReceiver;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sends signals to this process, and waits until they are delivered. A test with [WithSignals]
/// gets an object of this type as a parameter:
///
/// ```java
/// @Test
/// void reloads(RaisedSignals signals) throws Exception {
///   try (var _ = Signals.handle(Signal.HUP, info -> settings.read())) {
///     signals.raise(Signal.HUP); // returns when the handler has returned
///     assertEquals(2, settings.reads());
///   }
/// }
/// ```
///
/// Delivered means: every handler without an executor has returned, every executor has got the task
/// of its handler, and every `SignalQueue` has the signal. The test reads a `SelfPipe` itself, so
/// for a signal of a `SelfPipe` the call returns at once. An ignored signal counts as delivered
/// when it has been sent.
///
/// If a signal has no receiver and would end this VM, which runs the other tests too, the call is
/// refused. In a VM of its own ([InOwnVm]) a test may raise such a signal.
public final class RaisedSignals {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final long self = ProcessHandle.current().pid();

  RaisedSignals() {}

  /// Sends a signal, as kill(2) does.
  ///
  /// @throws IllegalStateException if the signal has no receiver and would end the VM
  /// @throws AssertionError if the signal is not delivered within a minute
  /// @throws InterruptedException if the thread is interrupted while it waits
  public void raise(Signal signal) throws InterruptedException {
    deliver(signal, () -> Signals.raise(signal));
  }

  /// Queues a signal with a value, as sigqueue(3) does.
  ///
  /// @throws PosixException if the kernel refuses the signal: EAGAIN, too many signals are queued
  /// @throws IllegalStateException if the signal has no receiver and would end the VM
  /// @throws AssertionError if the signal is not delivered within a minute
  /// @throws InterruptedException if the thread is interrupted while it waits
  public void raise(Signal signal, long value) throws PosixException, InterruptedException {
    deliver(signal, () -> Signals.send(self, signal, value));
  }

  /// How a signal is sent.
  @FunctionalInterface
  private interface Sending<E extends Exception> {
    void send() throws E;
  }

  private <E extends Exception> void deliver(Signal signal, Sending<E> sending)
      throws E, InterruptedException {
    Disposition disposition = Signals.disposition(signal);
    if (disposition instanceof Disposition.Handled handled) {
      deliver(signal, sending, handled.receivers());
      return;
    }
    if (endsTheVm(signal, disposition) && !OwnVmExtension.isOwnVm()) {
      throw new IllegalStateException(
          "signalman-junit: nobody receives "
              + signal.fullName()
              + " here ("
              + disposition
              + "); it could end the VM that runs all tests. Make a receiver first, or put the test"
              + " into a VM of its own with @InOwnVm");
    }
    sending.send();
  }

  private static boolean endsTheVm(Signal signal, Disposition disposition) {
    return switch (disposition) {
      case Disposition.Default _ ->
          signal.defaultAction() != DefaultAction.IGNORE
              && signal.defaultAction() != DefaultAction.CONTINUE;
      case Disposition.Jvm _ -> signal != Signal.QUIT;
      case Disposition.Handled _, Disposition.Ignored _, Disposition.Native _ -> false;
    };
  }

  private <E extends Exception> void deliver(
      Signal signal, Sending<E> sending, List<SignalReceiver> receivers)
      throws E, InterruptedException {
    for (SignalReceiver receiver : receivers) {
      if (receiver instanceof SelfPipe) {
        sending.send(); // it has the signal for itself
        return;
      }
    }
    // Receivers are called in the order in which they were made: this one comes last.
    CountDownLatch delivered = new CountDownLatch(1);
    SignalHandler last =
        info -> {
          if (isOwn(info)) {
            delivered.countDown();
          }
        };
    try (SignalRegistration _ = inTheSameWay(signal, receivers, last)) {
      sending.send();
      if (!delivered.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(
            "signalman-junit: "
                + signal.fullName()
                + " was not delivered within "
                + LIMIT
                + "; a handler of it may still run: "
                + receivers);
      }
    }
  }

  private boolean isOwn(SignalInfo info) {
    return info.senderUnknown() || info.pid() == self;
  }

  /// A receiver that does not change how the signal comes.
  private static SignalRegistration inTheSameWay(
      Signal signal, List<SignalReceiver> receivers, SignalHandler handler) {
    SignalSet one = SignalSet.of(signal);
    return receivers.getFirst().mode(signal) == Mode.HANDLER_ONLY
        ? Signals.handle(one, Mode.HANDLER_ONLY, handler)
        : Signals.handle(one, handler);
  }
}
