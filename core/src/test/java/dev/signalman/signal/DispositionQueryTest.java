package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Looking at what signals do.
class DispositionQueryTest {
  @Test
  @DisplayName(
      "DISP-05: a disposition is default, ignored, a handler of ours, the VM's or a library's")
  void tellsWhoHasEachSignal() throws Exception {
    CProgram library =
        CProgram.compile(DispositionQueryTest.class, "/c/foreign.c", "-shared", "-fPIC");
    try (ChildJvm child = ChildJvm.start(LookAtAll.class, library.path().toString())) {
      child.expect("ready");
      ProcFs before = ProcFs.process(child.pid());
      child.send("look");
      child.expect(
          "USR1 " + library.path().getFileName() + " foreign_handler",
          "USR2 jvm",
          "QUIT jvm",
          "TERM jvm",
          "SEGV jvm",
          "ALRM default",
          "KILL default",
          "INT ignored",
          "HUP handled true",
          "WINCH handled true",
          "RT3 default",
          "looked");
      ProcFs after = ProcFs.process(child.pid());
      assertThat(after.caught()).isEqualTo(before.caught());
      assertThat(after.ignored()).isEqualTo(before.ignored());
      assertThat(after.blocked()).isEqualTo(before.blocked());
      // The library's handler is there and at work: the kernel agrees with what was told.
      Peer.kill("USR1", child.pid());
      child.expect("foreign");
    }
  }

  static final class LookAtAll {
    @SuppressWarnings("restricted") // a library of C code has to be loaded somehow
    public static void main(String[] args) throws Exception {
      System.load(args[0]);
      SignalHandler handler = info -> {};
      SignalRegistration registration = Signals.handle(Signal.HUP, handler);
      SelfPipe pipe = SelfPipe.open(Signal.WINCH);
      Signals.ignore(Signal.INT);
      System.out.println("ready");
      System.in.read();
      Map<Signal, Disposition> all = Signals.dispositions();
      for (Signal signal :
          new Signal[] {
            Signal.USR1,
            Signal.USR2,
            Signal.QUIT,
            Signal.TERM,
            Signal.SEGV,
            Signal.ALRM,
            Signal.KILL,
            Signal.INT,
            Signal.HUP,
            Signal.WINCH,
            Signal.RT3
          }) {
        String text =
            switch (Objects.requireNonNull(all.get(signal))) {
              case Disposition.Handled handled
                  when handled.receivers().getFirst() instanceof SelfPipe only ->
                  "handled " + (only == pipe && handled.handler() == null);
              case Disposition.Handled handled ->
                  "handled "
                      + (handled.receivers().getFirst() == registration
                          && handler.equals(handled.handler()));
              case Disposition other -> Puppet.show(other);
            };
        System.out.println(signal + " " + text);
      }
      System.out.println("looked");
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  @DisplayName("DISP-11: a thousand queries of a disposition lose none of a thousand signals")
  void lookingLosesNothing() throws Exception {
    CProgram storm = CProgram.compile(DispositionQueryTest.class, "/c/storm.c");
    try (ChildJvm child = ChildJvm.start(LookAndCount.class)) {
      child.expect("ready");
      child.send("look");
      storm.run(Integer.toString(Signal.RT1.number()), "1000", Integer.toString(child.pid()));
      child.expect("1000");
    }
  }

  static final class LookAndCount {
    public static void main(String[] args) throws Exception {
      AtomicInteger count = new AtomicInteger();
      try (SignalQueue queue = Signals.queue(Signal.RT1)) {
        System.out.println("ready");
        System.in.read();
        for (int i = 0; i < 1000; i++) {
          Signals.disposition(Signal.RT1);
          Signals.disposition(Signal.TERM);
        }
        while (count.get() < 1000 && queue.take().intValue() == count.get()) {
          count.incrementAndGet();
        }
        System.out.println(count);
      }
    }
  }

  @Test
  @DisplayName("DISP-05: a query during claims never shows the engine's set-up handlers")
  void looksAtNoStateInBetween() throws Exception {
    try (ChildJvm child = ChildJvm.start(LookBesideClaims.class)) {
      child.expect("only default and handled");
      child.expectExit(0);
    }
  }

  static final class LookBesideClaims {
    public static void main(String[] args) throws Exception {
      Thread claims =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 200; i++) {
                  Signals.handle(Signal.ALRM, info -> {}).close();
                }
              });
      Disposition wrong = null;
      while (wrong == null && claims.isAlive()) {
        wrong = strange(Signals.disposition(Signal.URG));
        wrong = wrong == null ? strange(Signals.disposition(Signal.ALRM)) : wrong;
      }
      claims.join();
      System.out.println(wrong == null ? "only default and handled" : wrong);
    }

    private static @Nullable Disposition strange(Disposition seen) {
      return switch (seen) {
        case Disposition.Default _, Disposition.Handled _ -> null;
        case Disposition other -> other;
      };
    }
  }
}
