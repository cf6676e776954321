package dev.signalman.signal;

import dev.signalman.PosixException;
import dev.signalman.internal.engine.Source;
import dev.signalman.internal.kernel.DaemonThread;

/// Everything that the dispatcher needs to read signals: a receiver, the two threads, and their
/// descriptors.
///
/// It ends itself, in the reading thread: only that thread knows that no signal is on its way to a
/// listener.
final class Reception {
  private final Source source;
  private final Reading reading;
  private final HandlerThread handlerThread;

  private Reception(Source source, Reading.Target target) throws PosixException {
    this.source = source;
    this.reading = new Reading(source, target);
    this.handlerThread = new HandlerThread(reading);
  }

  /// Opens the descriptors and starts the reader thread.
  ///
  /// @throws PosixException if the process is out of descriptors
  static Reception start(Source source, Reading.Target target) throws PosixException {
    try {
      Reception reception = new Reception(source, target);
      reception.begin();
      return reception;
    } catch (Throwable e) {
      source.close(() -> {}, target::left);
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

  Source source() {
    return source;
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
