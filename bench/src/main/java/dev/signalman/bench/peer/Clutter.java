package dev.signalman.bench.peer;

import dev.signalman.Ownership;
import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/// What a process may have besides what is measured.
final class Clutter {
  private Clutter() {}

  /// Adds so much of a kind, which stays until the process ends.
  static void add(String kind, int size) throws IOException {
    for (int i = 0; i < size; i++) {
      switch (kind) {
        case "threads" -> Thread.ofPlatform().daemon().start(Clutter::rest);
        case "subscriptions" -> Signals.queue(SignalSet.of(Signal.USR1), 1);
        case "children" -> child();
        default -> {}
      }
    }
    if (kind.equals("signals")) {
      claim(size);
    }
  }

  private static void rest() {
    while (true) {
      LockSupport.park();
    }
  }

  /// It ends with this process, whose end of the pipe is the only one.
  private static Child child() throws IOException {
    return Spawn.of("/bin/cat").stdin(Stdio.pipe()).start();
  }

  /// The standard signals that are free, then real-time ones.
  private static void claim(int size) throws IOException {
    SignalSet signals = SignalSet.none();
    for (Signal signal : Signal.values()) {
      if (signals.size() < size && signal != Signal.USR1 && Ownership.receivable(signal)) {
        signals = signals.with(signal);
      }
    }
    if (!signals.isEmpty()) {
      SelfPipe.open(signals);
    }
  }
}
