package dev.signalman.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.signal.SignalMask;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a child begins with, and the signals that go between it and its parent.
class SpawnSignalsTest {
  private static final Spawn SHOW = Spawn.of("cat", "/proc/self/status");

  @Test
  @DisplayName("SPAWN-05, SPAWN-06, SPAWN-08 a child inherits no mask, ignored signal or handler")
  void childrenBeginWithDefaults() throws Exception {
    try (ChildJvm parent =
        ChildJvm.of(Meddling.class)
            .prefix("env", "--ignore-signal=35,TTOU", "--block-signal=36,ALRM")
            .start()) {
      parent.expect("blocked none, ignored none, caught none");
      parent.expect("killed by signal SIGUSR1 (10)", "killed by signal SIGTERM (15)");
      parent.expect("killed by signal SIGPIPE (13)");
      parent.expect("blocked 10 15 38, ignored none, caught none");
      parent.expect("blocked none, ignored 10 13 22, caught none");
      parent.expectExit(0);
    }
  }

  /// Does all that a child might inherit.
  static final class Meddling {
    private Meddling() {}

    public static void main(String[] args) throws Exception {
      SignalMask.block(SignalSet.of(Signal.TERM, Signal.WINCH, Signal.RT5));
      for (Signal signal : new Signal[] {Signal.USR1, Signal.PIPE, Signal.RT0}) {
        Signals.ignore(signal);
      }
      Signals.handle(Signal.HUP, info -> {});
      Signals.handle(Signal.TERM, info -> {});
      System.out.println(signals(SHOW));
      System.out.println(Outcome.sh("kill -USR1 $$; exit 9").status());
      System.out.println(Outcome.sh("kill -TERM $$; exit 9").status());
      System.out.println(Outcome.sh("kill -PIPE $$; exit 9").status());
      System.out.println(signals(SHOW.mask(SignalSet.of(Signal.USR1, Signal.TERM, Signal.RT4))));
      // HUP is not ignored here, so there is nothing to inherit.
      SignalSet inherited = SignalSet.of(Signal.USR1, Signal.PIPE, Signal.TTOU, Signal.HUP);
      System.out.println(signals(SHOW.mask(SignalSet.none()).inheritIgnored(inherited)));
    }

    /// The masks of a child in numbers. The C library starts children with its own two ignored.
    private static String signals(Spawn spawn) throws Exception {
      StringBuilder text = new StringBuilder();
      for (String line : Outcome.of(spawn).out().split("\n", -1)) {
        if (line.matches("Sig(Blk|Ign|Cgt):.*")) {
          long mask = Long.parseUnsignedLong(line.substring(8).strip(), 16);
          text.append(text.isEmpty() ? "" : ", ")
              .append(line.startsWith("SigBlk") ? "blocked" : "")
              .append(line.startsWith("SigIgn") ? "ignored" : "")
              .append(line.startsWith("SigCgt") ? "caught" : "")
              .append(numbers(mask & ~(3L << 31)));
        }
      }
      return text.toString();
    }

    private static String numbers(long mask) {
      StringBuilder text = new StringBuilder();
      for (int number = 1; number <= 64; number++) {
        if ((mask >>> (number - 1) & 1) != 0) {
          text.append(' ').append(number);
        }
      }
      return text.isEmpty() ? " none" : text.toString();
    }
  }

  @ParameterizedTest(
      name =
          "SPAWN-15 what a child writes is whole though it signals its parent, handler only: {0}")
  @ValueSource(booleans = {false, true})
  void outputIsWholeBesideSignals(boolean handlerOnly) throws Exception {
    try (ChildJvm parent =
        ChildJvm.of(Reading.class).vm("-Ddev.signalman.handlerOnly=" + handlerOnly).start()) {
      parent.expect("500 lines, exited with code 0, signals came");
      parent.expectExit(0);
    }
  }

  /// Reads from a child that signals it before each line.
  static final class Reading {
    private Reading() {}

    public static void main(String[] args) throws Exception {
      CountDownLatch signal = new CountDownLatch(1);
      Signals.handle(Signal.USR1, info -> signal.countDown());
      String script =
          "i=0; while [ $i -lt 500 ]; do kill -USR1 $PPID; echo line $i; i=$((i+1)); done";
      Child child = Spawn.of("sh", "-c", script).stdout(Stdio.pipe()).start();
      String[] lines = new String(child.stdout().readAllBytes(), UTF_8).split("\n", -1);
      int right = 0;
      while (right < lines.length && lines[right].equals("line " + right)) {
        right++;
      }
      ExitStatus status = child.waitFor();
      signal.await();
      System.out.println(right + " lines, " + status + ", signals came");
    }
  }
}
