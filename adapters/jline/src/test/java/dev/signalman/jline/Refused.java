package dev.signalman.jline;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.Signals;
import org.jline.terminal.TerminalBuilder;

/// A program whose terminal cannot have its signals, and says why.
final class Refused {
  private Refused() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("claimed")) {
      try (SelfPipe other = SelfPipe.open(Signal.INT)) {
        tryIt();
        System.out.println("other open " + other.isOpen());
      }
      System.out.println("WINCH " + Signals.disposition(Signal.WINCH));
    } else {
      tryIt();
    }
  }

  private static void tryIt() throws Exception {
    try (SignalTerminal made =
        SignalTerminal.open(
            TerminalBuilder.builder().system(true), SignalSet.of(Signal.WINCH, Signal.INT))) {
      System.out.println("opened " + made);
    } catch (IllegalStateException e) {
      System.out.println("refused " + String.valueOf(e.getMessage()).replace('\n', ' '));
    }
  }
}
