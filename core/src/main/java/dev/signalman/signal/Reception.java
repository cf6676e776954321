package dev.signalman.signal;

import dev.signalman.PosixException;
import dev.signalman.internal.engine.Calls;
import dev.signalman.internal.engine.DaemonThread;
import dev.signalman.internal.engine.Engine;
import dev.signalman.internal.engine.Receiver;

/// Everything that the dispatcher needs to read signals: a receiver, the two threads, and their
/// descriptors.
///
/// It ends itself, in the reading thread: only that thread knows that no signal is on its way to a
/// listener.
final class Reception {
  static {
    if (Calls.FROM_FOLDER) {
      Calls.loaded(HandlerThread.class);
    }
  }

  private final Receiver receiver;
  private final Reading reading;
  private final HandlerThread handlerThread;

  private Reception(Receiver receiver, Reading.Target target) throws PosixException {
    this.receiver = receiver;
    this.reading = new Reading(receiver, target);
    this.handlerThread = new HandlerThread(reading);
  }

  /// Opens the descriptors and starts the reader thread.
  ///
  /// @throws PosixException if the process is out of descriptors
  static Reception start(Receiver receiver, Reading.Target target) throws PosixException {
    try {
      Reception reception = new Reception(receiver, target);
      reception.begin();
      return reception;
    } catch (Throwable e) {
      receiver.close(() -> {}, Engine::giveBack);
      throw e;
    }
  }

  private void begin() {
    try {
      DaemonThread.lasting("signalman-reader", reading).start();
    } catch (Throwable e) { // no thread can be started
      reading.close();
      throw e;
    }
  }

  Receiver receiver() {
    return receiver;
  }

  HandlerThread handlerThread() {
    return handlerThread;
  }

  /// Whether a handler runs or waits to run. Afterwards [Reading.Target#handled] is called.
  boolean isBusy() {
    return reading.isHandling() || !handlerThread.isIdle();
  }

  /// Makes the reader thread ask [Reading.Target#mayEnd].
  void askToEnd() {
    reading.askToEnd();
    handlerThread.wake();
  }
}
