package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.observe.ChildEnd;
import dev.signalman.observe.ChildStart;
import dev.signalman.observe.DropReason;
import dev.signalman.observe.Observer;
import dev.signalman.observe.Observers;
import dev.signalman.process.Child;
import dev.signalman.process.Spawn;
import dev.signalman.testkit.ChildJvm;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What observers are told.
class ObserverTest {
  @Test
  @DisplayName("OBS-01, OBS-02, OBS-03, OBS-04: an observer is told everything, and stops nothing")
  void isTold() throws Exception {
    try (ChildJvm child = ChildJvm.start(Observed.class)) {
      child.expect("claimed USR1 FULL", "delivered USR1 unmeasured", "released USR1");
      child.expect("claimed RT0 FULL", "delivered RT0 measured", "handled RT0");
      child.expect("released RT0");
      child.expect("claimed RT1 FULL", "dropped 1 RT1 QUEUE_FULL");
      child.expect("delivered RT1 measured", "released RT1");
      child.expect("claimed RT4 FULL", "dropped 1 RT4 REJECTED", "released RT4");
      child.expect("claimed RT2 HANDLER_ONLY");
      child.expect("all 20000 RT2 told, some as dropped: true", "released RT2");
      child.expect("claimed WINCH FULL", "replaced WINCH received true", "released WINCH");
      child.expect("started true", "ended the same, code 0, used true", "exited with code 0");
      child.expect("started sh", "ended the same, signal 9, used true");
      child.expect("the other failed 1 times");
      child.expect("silent");
      child.expect("claimed USR1 FULL", "released USR1", "end");
      child.expectExit(0);
    }
  }

  static final class Observed {
    private static final BlockingQueue<String> LINES = new LinkedBlockingQueue<>();
    private static final AtomicLong FULL = new AtomicLong();
    private static final AtomicInteger FAILURES = new AtomicInteger();

    private Observed() {}

    public static void main(String[] args) throws Exception {
      Thread.setDefaultUncaughtExceptionHandler((_, e) -> {
        if (String.valueOf(e.getMessage()).contains("an observer of signals")) {
          FAILURES.incrementAndGet();
        }
      });
      Registration failing = Observers.add(new Failing());
      Registration telling = Observers.add(new Telling());
      selfPipe();
      handler();
      fullQueue();
      refusingExecutor();
      fullPipe();
      replacedHandler();
      System.out.println(Spawn.of("true").start().waitFor());
      try (Child child = Spawn.of("sh", "-c", "kill -9 $$").start()) {
        child.waitFor();
      }
      System.out.println("the other failed " + FAILURES + " times");
      failing.close();
      telling.close();
      telling.close();
      try (SelfPipe _ = SelfPipe.open(Signal.USR1)) {
        System.out.println("silent");
      }
      try (Registration _ = Observers.add(new Telling())) {
        SelfPipe.open(Signal.USR1).close();
      }
      System.out.println("end");
    }

    private static void selfPipe() throws Exception {
      try (SelfPipe pipe = SelfPipe.open(Signal.USR1)) {
        Signals.raise(Signal.USR1);
        pipe.take();
      }
    }

    private static void handler() throws Exception {
      try (Registration _ =
          Signals.handle(
              Signal.RT0,
              info -> {
                System.out.println("handled " + info.signal());
                LINES.add("handled");
              })) {
        Signals.raise(Signal.RT0);
        LINES.take();
      }
    }

    private static void fullQueue() throws Exception {
      try (SignalQueue queue = Signals.queue(SignalSet.of(Signal.RT1), 1)) {
        Signals.raise(Signal.RT1);
        Signals.raise(Signal.RT1);
        LINES.take();
        queue.take();
      }
    }

    private static void refusingExecutor() throws Exception {
      try (Registration _ =
          Signals.handle(
              Signal.RT4,
              info -> {},
              _ -> {
                throw new RejectedExecutionException();
              })) {
        Signals.raise(Signal.RT4);
        LINES.take();
      }
    }

    private static void fullPipe() throws Exception {
      try (SelfPipe pipe = SelfPipe.open(SignalSet.of(Signal.RT2), Mode.HANDLER_ONLY)) {
        for (int i = 0; i < 20_000; i++) {
          Signals.raise(Signal.RT2);
        }
        int received = 0;
        while (pipe.poll() != null) {
          received++;
        }
        System.out.println(
            "all "
                + (received + FULL.get())
                + " RT2 told, some as dropped: "
                + (FULL.get() > 0 && FULL.get() == pipe.dropped()));
      }
    }

    private static void replacedHandler() throws Exception {
      try (SelfPipe _ = SelfPipe.open(Signal.WINCH)) {
        new GeneratedCode().handle(Signal.WINCH);
        Signals.capabilities(); // looks
        LINES.take();
      }
    }
  }

  static final class Telling implements Observer {
    private ChildStart last = new ChildStart(0, java.util.List.of());

    @Override
    public void claimed(Signal signal, Mode mode) {
      System.out.println("claimed " + signal + " " + mode);
    }

    @Override
    public void released(Signal signal) {
      System.out.println("released " + signal);
    }

    @Override
    public void delivered(SignalInfo info, long waited) {
      if (info.signal() != Signal.RT2) {
        System.out.println(
            "delivered " + info.signal() + (waited < 0 ? " unmeasured" : " measured"));
      }
    }

    @Override
    public void dropped(Signal signal, long count, DropReason reason) {
      if (reason == DropReason.PIPE_FULL) {
        Observed.FULL.addAndGet(count);
      } else {
        System.out.println("dropped " + count + " " + signal + " " + reason);
        Observed.LINES.add("dropped");
      }
    }

    @Override
    public void replaced(Signal signal, boolean received) {
      System.out.println("replaced " + signal + " received " + received);
      Observed.LINES.add("replaced");
    }

    @Override
    public void started(ChildStart child) {
      last = child;
      System.out.println("started " + child.command().getFirst());
    }

    @Override
    public void ended(ChildStart child, ChildEnd end) {
      String how =
          end.code().isPresent()
              ? "code " + end.code().getAsInt()
              : "signal " + end.signal().getAsInt();
      String which = child == last ? "the same" : "another";
      System.out.println("ended " + which + ", " + how + ", used " + (end.used() != null));
    }
  }

  static final class Failing implements Observer {
    @Override
    public void delivered(SignalInfo info, long waited) {
      throw new IllegalStateException("delivered");
    }

    @Override
    public void started(ChildStart child) {
      throw new AssertionError("started");
    }

    @Override
    public void claimed(Signal signal, Mode mode) {
      throw new IllegalArgumentException("claimed");
    }
  }

  @Test
  @DisplayName("OBS-05: an observer that comes in the middle of a flood is told all from then on")
  void comesInTheMiddle() throws Exception {
    try (ChildJvm child = ChildJvm.start(Flooded.class)) {
      String[] counts = child.line().split(" ", -1);
      assertThat(counts[0]).as("handled").isEqualTo("20000");
      // It may come between the look for observers and the handler's own look, once.
      assertThat(Integer.parseInt(counts[1])).as("not told").isBetween(0, 1);
      assertThat(Integer.parseInt(counts[2])).as("told").isPositive();
      child.expectExit(0);
    }
  }

  static final class Flooded {
    private static final int ALL = 20_000;
    private static final AtomicReference<SignalInfo> TOLD = new AtomicReference<>();

    private Flooded() {}

    public static void main(String[] args) throws Exception {
      CountDownLatch some = new CountDownLatch(ALL / 4);
      CountDownLatch most = new CountDownLatch(ALL / 2);
      CountDownLatch all = new CountDownLatch(ALL);
      AtomicInteger told = new AtomicInteger();
      AtomicInteger missed = new AtomicInteger();
      boolean[] on = new boolean[1];
      Registration handler =
          Signals.handle(
              Signal.RT3,
              info -> {
                synchronized (on) {
                  if (on[0]) {
                    (info.equals(TOLD.get()) ? told : missed).incrementAndGet();
                  }
                }
                some.countDown();
                most.countDown();
                all.countDown();
              });
      Thread flood =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < ALL; i++) {
                  while (!sent(i)) {
                    Thread.onSpinWait();
                  }
                }
              });
      some.await();
      Registration watched =
          Observers.add(
              new Observer() {
                @Override
                public void delivered(SignalInfo info, long waited) {
                  TOLD.set(info);
                }
              });
      synchronized (on) {
        on[0] = true;
      }
      most.await();
      synchronized (on) {
        on[0] = false;
      }
      watched.close();
      all.await();
      flood.join();
      handler.close();
      System.out.println(
          ALL - Objects.checkIndex((int) all.getCount(), ALL) + " " + missed + " " + told);
    }

    private static boolean sent(int value) {
      try {
        Signals.send(ProcessHandle.current().pid(), Signal.RT3, value);
        return true;
      } catch (dev.signalman.PosixException _) {
        return false; // the kernel's queue is full
      }
    }
  }
}
