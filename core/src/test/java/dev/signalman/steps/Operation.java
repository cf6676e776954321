package dev.signalman.steps;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.io.Pipe;
import dev.signalman.io.SocketPair;
import dev.signalman.loop.EventLoop;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.process.Stdio;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalMask;
import dev.signalman.signal.SignalQueue;
import dev.signalman.signal.Signals;
import dev.signalman.time.IntervalTimer;
import dev.signalman.time.SignalTimer;
import dev.signalman.time.TimerClock;
import java.time.Duration;

/// Something that takes several steps, with what comes before and after.
enum Operation {
  OPEN_SELF_PIPE {
    @Override
    Prepared prepare() {
      return step(() -> {
        SelfPipe pipe = SelfPipe.open(SIGNALS);
        return () -> {
          receives(pipe);
          pipe.close();
        };
      });
    }
  },
  CLOSE_SELF_PIPE {
    @Override
    Prepared prepare() throws Exception {
      return release(SelfPipe.open(SIGNALS));
    }
  },
  SUBSCRIBE {
    @Override
    Prepared prepare() {
      return step(() -> {
        SignalQueue queue = Signals.queue(SIGNALS);
        return () -> {
          Signals.send(SELF, Signal.RT8, 7);
          check(queue.take().value() == 7, "another value");
          queue.close();
        };
      });
    }
  },
  CLOSE_QUEUE {
    @Override
    Prepared prepare() throws Exception {
      return release(Signals.queue(SIGNALS));
    }
  },
  HANDLE {
    @Override
    Prepared prepare() {
      return step(() -> Signals.handle(Signal.RT8, info -> {}));
    }
  },
  CLOSE_HANDLER {
    @Override
    Prepared prepare() throws Exception {
      return release(Signals.handle(Signal.RT8, info -> {}));
    }
  },
  MASK {
    @Override
    Prepared prepare() {
      return step(
          () -> {
            SignalMask.block(SIGNALS);
            return () -> {};
          },
          () -> SignalMask.unblock(SIGNALS));
    }
  },
  SPAWN {
    @Override
    Prepared prepare() {
      return step(() -> {
        Child child = spawn().start();
        return () -> {
          child.stdin().close();
          check(child.waitFor().shellStatus() == 0, "another status");
          child.stdout().close();
        };
      });
    }
  },
  SPAWN_END_WITH_PARENT {
    @Override
    Prepared prepare() {
      return step(() -> {
        Child child = spawn().endWithParent().start();
        return () -> {
          child.stdin().close();
          check(child.waitFor().shellStatus() == 0, "another status");
          child.stdout().close();
        };
      });
    }
  },
  SPAWN_WITH_DIRECTORY {
    @Override
    Prepared prepare() {
      return step(() -> {
        Child child =
            spawn().directory(java.nio.file.Path.of("/")).stderr(Stdio.merged()).newGroup().start();
        return () -> {
          child.stdin().close();
          check(child.waitFor().shellStatus() == 0, "another status");
          child.stdout().close();
        };
      });
    }
  },
  OPEN_LOOP {
    @Override
    Prepared prepare() {
      return step(() -> EventLoop.open());
    }
  },
  CLOSE_LOOP {
    @Override
    Prepared prepare() throws Exception {
      EventLoop loop = EventLoop.open();
      loop.onSignal(Signal.RT8, info -> {});
      return release(loop);
    }
  },
  LOOP_ON_SIGNAL {
    @Override
    Prepared prepare() throws Exception {
      EventLoop loop = EventLoop.open();
      return step(() -> loop.onSignal(SIGNALS, info -> {}), loop::close);
    }
  },
  LOOP_ON_READABLE {
    @Override
    Prepared prepare() throws Exception {
      EventLoop loop = EventLoop.open();
      Pipe pipe = Pipe.open();
      return step(
          () -> loop.onReadable(pipe.readEnd(), () -> {}),
          () -> {
            loop.close();
            pipe.close();
          });
    }
  },
  FORGET_READABLE {
    @Override
    Prepared prepare() throws Exception {
      EventLoop loop = EventLoop.open();
      Pipe pipe = Pipe.open();
      var registration = loop.onReadable(pipe.readEnd(), () -> {});
      return step(
          () -> {
            registration.close();
            return () -> {};
          },
          () -> {
            registration.close();
            loop.onReadable(pipe.readEnd(), () -> {}).close(); // there is room for another
            loop.close();
            pipe.close();
          });
    }
  },
  CREATE_TIMER {
    @Override
    Prepared prepare() {
      return step(() -> {
        SignalTimer timer = SignalTimer.create(TimerClock.MONOTONIC, Signal.RT8, 1);
        return () -> {
          timer.start(Duration.ofDays(1));
          timer.close();
        };
      });
    }
  },
  START_TIMER {
    @Override
    Prepared prepare() throws Exception {
      SignalTimer timer = SignalTimer.create(TimerClock.MONOTONIC, Signal.RT8, 1);
      return step(
          () -> {
            timer.start(Duration.ofDays(1), Duration.ofDays(1));
            return () -> check(timer.get().isRunning(), "it does not run");
          },
          timer::close);
    }
  },
  CLOSE_TIMER {
    @Override
    Prepared prepare() throws Exception {
      SignalTimer timer = SignalTimer.create(TimerClock.MONOTONIC, Signal.RT8, 1);
      timer.start(Duration.ofDays(1));
      return release(timer);
    }
  },
  SET_INTERVAL_TIMER {
    @Override
    Prepared prepare() {
      return step(() -> {
        IntervalTimer.REAL.set(Duration.ofDays(1));
        return IntervalTimer.REAL::cancel;
      });
    }
  },
  OPEN_PIPE {
    @Override
    Prepared prepare() {
      return step(() -> {
        Pipe pipe = Pipe.open();
        return pipe;
      });
    }
  },
  OPEN_SOCKETS {
    @Override
    Prepared prepare() {
      return step(() -> SocketPair.open());
    }
  };

  private static final long SELF = ProcessHandle.current().pid();
  private static final SignalSet SIGNALS = SignalSet.of(Signal.RT8, Signal.TERM);

  /// What is made ready without a failure.
  interface Prepared {
    /// What fails somewhere.
    ///
    /// @return what checks and undoes it if it has not failed
    AutoCloseable step() throws Exception;

    /// What comes after in any case.
    default void undo() throws Exception {}
  }

  abstract Prepared prepare() throws Exception;

  /// Something that may fail.
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private static Prepared step(Prepared step) {
    return step;
  }

  private static Prepared step(Prepared step, Step undo) {
    return new Prepared() {
      @Override
      public AutoCloseable step() throws Exception {
        return step.step();
      }

      @Override
      public void undo() throws Exception {
        undo.run();
      }
    };
  }

  /// A release that fails can be made again.
  private static Prepared release(AutoCloseable open) {
    return step(
        () -> {
          open.close();
          return () -> {};
        },
        open::close);
  }

  private static void receives(SelfPipe pipe) throws Exception {
    Signals.send(SELF, Signal.RT8, 7);
    check(pipe.take().value() == 7, "another value");
  }

  private static Spawn spawn() {
    return Spawn.of("cat").stdin(Stdio.pipe()).stdout(Stdio.pipe());
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
