package dev.signalman;

import dev.signalman.loop.EventLoop;
import dev.signalman.process.Spawn;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import java.time.Duration;

/// What most child JVMs of the tests do: `ChildArchive` prepares the classes that this loads.
final class ChildTraining {
  private ChildTraining() {}

  public static void main(String[] args) throws Exception {
    try (SelfPipe pipe = SelfPipe.open(Signal.USR1, Signal.RT1)) {
      Signals.raise(Signal.USR1);
      pipe.take();
      Signals.send(ProcessHandle.current().pid(), Signal.RT1, 1);
      pipe.take();
      pipe.poll(Duration.ofMillis(1));
    }
    try (Registration _ = Signals.handle(Signal.USR2, info -> {})) {
      Spawn.of("true").start().waitFor();
    }
    try (EventLoop loop = EventLoop.open()) {
      loop.onSignal(Signal.USR1, info -> loop.stop());
      loop.after(Duration.ofMillis(1), () -> Signals.raise(Signal.USR1));
      loop.run();
    }
  }
}
