package dev.signalman.time;

import dev.signalman.Signal;
import dev.signalman.signal.Senders;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Tickers that take triggers from some senders only.
final class TickerSendersProgram {
  private static final Duration HOUR = Duration.ofHours(1);

  private TickerSendersProgram() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "uid" -> uid(Integer.parseInt(args[1]));
      case "descendants" -> descendants();
      case "condition" -> condition();
      case "refusedStorm" -> storm(Duration.ofMillis(10), Signal.parse(args[1]), false);
      case "acceptedStorm" -> storm(HOUR, Signal.parse(args[1]), true);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void uid(int uid) throws Exception {
    int own = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    Ticker ticker =
        TickerProgram.start(
            Ticker.every(HOUR).acceptIf(Senders.uid(own + uid)),
            present -> System.out.println("run " + present.runs()));
    System.out.println("ready");
    if (uid != 0) {
      Eventually.until("refused", () -> ticker.refused() == 1);
      System.out.println("1 refused");
      System.out.println(ticker.runs() + " runs");
    }
  }

  private static void descendants() throws Exception {
    BlockingQueue<Long> runs = new LinkedBlockingQueue<>();
    Ticker ticker =
        TickerProgram.start(
            Ticker.every(HOUR).acceptIf(Senders.descendants()),
            present -> runs.add(present.runs()));
    System.out.println("ready");
    Eventually.until("refused", () -> ticker.refused() == 1);
    System.out.println("stranger refused");
    String self = Long.toString(ProcessHandle.current().pid());
    String kill = "kill -s ALRM $1; read line";
    Process child = new ProcessBuilder("sh", "-c", kill, "sh", self).start();
    System.out.println("run " + runs.take() + " by a child");
    child.getOutputStream().close();
    // The colon keeps the outer shell from becoming the inner one.
    String inner = "sh -c '" + kill + "' sh $1; :";
    Process grandchild = new ProcessBuilder("sh", "-c", inner, "sh", self).start();
    System.out.println("run " + runs.take() + " by a grandchild");
    grandchild.getOutputStream().close();
    ticker.close();
  }

  private static void condition() throws Exception {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> System.out.println("uncaught " + e));
    Ticker ticker =
        Ticker.every(HOUR)
            .acceptIf(info -> {
              throw new IllegalStateException("condition");
            })
            .start(() -> System.out.println("accepted"));
    System.out.println("ready");
    Eventually.until("refused", () -> ticker.refused() == 1);
    System.out.println(ticker.refused() + " refused, open " + ticker.isOpen());
    ticker.close();
  }

  /// Each trigger brings the next one, so that there is always one more to read.
  private static void storm(Duration period, Signal signal, boolean accepted) throws Exception {
    Ticker ticker =
        Ticker.every(period)
            .on(signal)
            .acceptIf(info -> {
              Signals.raise(signal);
              return accepted;
            })
            .start(() -> {});
    Signals.raise(signal);
    Eventually.until("3 runs", () -> ticker.runs() >= 3);
    System.out.println(ticker.triggers() >= 3 == accepted ? "3 runs" : "triggers miscounted");
    System.exit(0);
  }
}
