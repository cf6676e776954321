package dev.signalman.reload;

import dev.signalman.Signal;
import dev.signalman.io.Pipe;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.ExitStatus;
import dev.signalman.process.Spawn;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import dev.signalman.time.Alarm;
import dev.signalman.time.Deadline;
import dev.signalman.time.Ticker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A plug-in that uses everything that has a thread, a descriptor or a hook, and closes it again.
/// It is loaded again each time, with a library of its own or with one that is there already.
public final class Plugin implements Runnable {
  private static final Signal MINE = Signal.USR1;

  /// Nothing is open yet.
  public Plugin() {}

  @Override
  public void run() {
    try {
      signals();
      timers();
      children();
      loop();
      descriptors();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void raise(Signal signal) throws Exception {
    Signals.send(ProcessHandle.current().pid(), signal);
  }

  private static void signals() throws Exception {
    CountDownLatch handled = new CountDownLatch(1);
    try (SignalRegistration _ = Signals.handle(MINE, _ -> handled.countDown());
        SignalQueue queue = Signals.queue(MINE);
        SelfPipe pipe = SelfPipe.open(Signal.USR2, Signal.TERM)) {
      raise(MINE);
      queue.take();
      handled.await();
      raise(Signal.TERM);
      pipe.take();
    }
  }

  private static void timers() throws Exception {
    try (SelfPipe alarms = SelfPipe.open(Signal.ALRM)) {
      Alarm.set(Duration.ofMillis(1));
      alarms.take();
    }
    CountDownLatch ticked = new CountDownLatch(1);
    try (Ticker _ = Ticker.every(Duration.ofMillis(1)).start(ticked::countDown);
        Deadline _ = Deadline.after(Duration.ofSeconds(60))) {
      ticked.await();
    }
  }

  private static void children() throws Exception {
    ExitStatus waitedFor = Spawn.of("true").start().waitFor();
    ExitStatus told = Spawn.of("true").start().onExit().get();
    if (!waitedFor.isSuccess() || !told.isSuccess()) {
      throw new AssertionError(waitedFor + ", " + told);
    }
  }

  private static void loop() throws Exception {
    try (EventLoop loop = EventLoop.open()) {
      loop.onSignal(Signal.HUP, _ -> loop.stop());
      loop.after(
          Duration.ofMillis(1),
          () -> {
            try {
              raise(Signal.HUP);
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
      loop.run();
    }
  }

  private static void descriptors() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      Thread reader =
          Thread.startVirtualThread(() -> {
            try {
              pipe.readEnd().read(ByteBuffer.allocate(1));
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
      while (reader.getState() == Thread.State.NEW || reader.getState() == Thread.State.RUNNABLE) {
        Thread.onSpinWait();
      }
      pipe.writeEnd().write(ByteBuffer.wrap(new byte[1]));
      reader.join();
    }
  }
}
