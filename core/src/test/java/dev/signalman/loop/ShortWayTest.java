package dev.signalman.loop;

import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.internal.init.ShortWay;
import dev.signalman.io.Fd;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.signal.SignalHandler;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Signals that the waiting code of a loop sends on to a process.
class ShortWayTest {
  @Test
  void aSignalIsSentBeforeItIsHandedOut() throws Exception {
    try (ChildJvm child = ChildJvm.of(PassingOn.class).start()) {
      child.expect("open");
      child.expect("SIGUSR2 handed out");
      child.expect("SIGUSR1 with a value handed out");
      child.expect("SIGUSR1 passed on");
      child.expect("killed by signal SIGTERM (15)");
      child.expect("SIGUSR1 handed out");
      child.expectExit(0);
    }
  }

  /// Sends itself signals, each once the loop has nothing else to do.
  static final class PassingOn implements SignalHandler, ShortWay.User {
    private final EventLoop loop;
    private final Child sleeper;
    private @Nullable ShortWay way;
    private int count;

    private PassingOn(EventLoop loop, Child sleeper) {
      this.loop = loop;
      this.sleeper = sleeper;
    }

    public static void main(String[] args) throws Exception {
      try (EventLoop loop = EventLoop.open();
          Child sleeper = Spawn.of("sleep", "60").start();
          Fd pidfd = sleeper.pidfd()) {
        PassingOn user = new PassingOn(loop, sleeper);
        loop.onSignal(SignalSet.of(Signal.USR1, Signal.USR2), user);
        ShortWay way = Objects.requireNonNull(user.way);
        System.out.println(way.open(pidfd.number(), false) ? "open" : "no machine code");
        way.pass(Signal.USR1, Signal.TERM);
        Signals.send(ProcessHandle.current().pid(), Signal.USR2);
        loop.run();
      }
    }

    @Override
    public void offer(ShortWay way) {
      this.way = way;
    }

    @Override
    public void handle(SignalInfo info) throws Exception {
      String passed = Objects.requireNonNull(way).hasPassed() ? " passed on" : " handed out";
      String value = info.value() == 7 ? " with a value" : "";
      System.out.println(info.signal().fullName() + value + passed);
      loop.execute(this::next);
    }

    private void next() {
      try {
        long self = ProcessHandle.current().pid();
        switch (++count) {
          case 1 -> Signals.send(self, Signal.USR1, 7);
          case 2 -> Signals.send(self, Signal.USR1);
          case 3 -> {
            System.out.println(sleeper.waitFor());
            Objects.requireNonNull(way).close();
            Signals.send(self, Signal.USR1);
          }
          default -> loop.stop();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
