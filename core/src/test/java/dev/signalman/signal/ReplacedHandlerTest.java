package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Registration;
import dev.signalman.Signal;
import dev.signalman.SignalInfo;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Lines;
import dev.signalman.testkit.Peer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Somebody replaces the handler of a signal that is claimed.
class ReplacedHandlerTest {
  @ParameterizedTest(name = "JVM-23: a replaced handler is told once and stays; handler-only {0}")
  @CsvSource({"false", "true"})
  void toldOnce(boolean handlerOnly) throws Exception {
    CProgram library =
        CProgram.compile(ReplacedHandlerTest.class, "/c/foreign.c", "-shared", "-fPIC");
    try (ChildJvm child =
        ChildJvm.of(Replaced.class)
            .vm("-Ddev.signalman.handlerOnly=" + handlerOnly)
            .args(library.path().toString())
            .start()) {
      child.expect("nothing missing", "replaced");
      assertThat(child.line()).contains("USR1: its handler was replaced", "foreign_handler");
      child.expect("told USR1 by foreign_handler, received " + !handlerOnly, "told all");
      Peer sender = Peer.kill("USR1", child.pid());
      child.expect(handlerOnly ? "foreign" : "ours from " + sender.pid());
      child.send("close");
      child.expect("closed, theirs: true");
      Peer.kill("USR1", child.pid());
      child.expect("foreign");
      child.send("again");
      child.expect("claimed again, nothing missing: true");
      sender = Peer.kill("USR1", child.pid());
      child.expect("ours from " + sender.pid());
      child.send("close");
      child.expect("told USR1 by generated code, received " + !handlerOnly);
      child.expect("closed, theirs: true", "told 2");
      child.expectExit(0);
    }
  }

  static final class Replaced {
    private static final List<ReplacedHandler> TOLD = new ArrayList<>();

    private Replaced() {}

    @SuppressWarnings("restricted") // a library of C code has to be loaded somehow
    public static void main(String[] args) throws Exception {
      SignalRegistration ours = Signals.handle(Signal.USR1, Replaced::print);
      boolean none = mentions().isEmpty();
      System.out.println(none ? "nothing missing" : "something missing");
      System.load(args[0]);
      System.out.println("replaced");
      System.out.println(String.join(";", mentions()));
      try (Registration _ = Signals.onReplaced(Replaced::tell)) {
        waitFor(1);
        Signals.capabilities(); // looks, and finds what has been told
        System.out.println("told all");
        Lines.next();
        ours.close();
        System.out.println("closed, theirs: " + areTheirs());
        Lines.next();
        ours = Signals.handle(Signal.USR1, Replaced::print);
        System.out.println("claimed again, nothing missing: " + mentions().isEmpty());
        Lines.next();
        new GeneratedCode().handle(Signal.USR1);
        Signals.capabilities();
        waitFor(2);
        ours.close();
        System.out.println("closed, theirs: " + areTheirs());
      }
      System.out.println("told " + TOLD.size());
    }

    private static List<String> mentions() {
      return Signals.capabilities().missing().stream().filter(s -> s.contains("USR1")).toList();
    }

    private static boolean areTheirs() {
      return Signals.disposition(Signal.USR1) instanceof Disposition.Native;
    }

    private static void print(SignalInfo info) {
      System.out.println("ours from " + info.pid());
    }

    private static void tell(ReplacedHandler replaced) {
      String symbol = replaced.by() instanceof Disposition.Native by ? by.symbol() : "?";
      symbol = symbol.startsWith("0x") ? "generated code" : symbol;
      System.out.println(
          "told " + replaced.signal() + " by " + symbol + ", received " + replaced.received());
      synchronized (TOLD) {
        TOLD.add(replaced);
        TOLD.notifyAll();
      }
    }

    private static void waitFor(int count) throws InterruptedException {
      synchronized (TOLD) {
        while (TOLD.size() < count) {
          TOLD.wait();
        }
      }
    }
  }

  @Test
  @DisplayName("JVM-23: a replaced handler is reported without a call of the program")
  void noticedByAReceiver() throws Exception {
    CProgram library =
        CProgram.compile(ReplacedHandlerTest.class, "/c/foreign.c", "-shared", "-fPIC");
    try (ChildJvm child = ChildJvm.start(Noticing.class, library.path().toString())) {
      child.expect("ready");
      String line;
      do {
        Peer.kill("USR2", child.pid());
        line = child.line();
      } while (line.equals("USR2"));
      assertThat(line).isEqualTo("told USR1");
      Peer.kill("USR2", child.pid());
      child.expect("USR2");
    }
  }

  static final class Noticing {
    private Noticing() {}

    @SuppressWarnings("restricted") // a library of C code has to be loaded somehow
    public static void main(String[] args) throws Exception {
      Signals.onReplaced(replaced -> System.out.println("told " + replaced.signal()));
      SelfPipe pipe = SelfPipe.open(Signal.USR1, Signal.USR2);
      System.load(args[0]);
      System.out.println("ready");
      while (true) {
        System.out.println(pipe.take().signal());
      }
    }
  }
}
