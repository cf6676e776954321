package dev.signalman.jline;

import dev.signalman.Signal;
import dev.signalman.SignalSet;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.SelfPipe;
import dev.signalman.signal.SignalRegistration;
import dev.signalman.signal.Signals;
import java.util.EnumMap;
import java.util.Map;
import org.jline.terminal.TerminalBuilder;

/// A program with a terminal and a receiver of its own for the same signals. USR1 begins its next
/// step.
final class BothReceive {
  private static final SignalSet SIGNALS =
      SignalSet.of(Signal.INT, Signal.TSTP, Signal.CONT, Signal.WINCH);

  private BothReceive() {}

  public static void main(String[] args) throws Exception {
    System.out.println("pid " + ProcessHandle.current().pid());
    Map<Signal, Disposition> before = dispositions();
    SignalTerminal terminal;
    SignalRegistration ours;
    try (SelfPipe next = SelfPipe.open(Signal.USR1)) {
      if (args[0].equals("terminal-first")) {
        terminal = terminal();
        ours = receiver();
      } else {
        ours = receiver();
        terminal = terminal();
      }
      System.out.println("ready on " + terminal.terminal().getType());
      next.take();
      terminal.close();
      System.out.println("closed");
      next.take();
      ours.close();
    }
    Map<Signal, Disposition> after = dispositions();
    System.out.println(after.equals(before) ? "restored" : before + " became " + after);
  }

  private static Map<Signal, Disposition> dispositions() {
    Map<Signal, Disposition> all = new EnumMap<>(Signals.dispositions());
    all.keySet().retainAll(SIGNALS);
    return all;
  }

  private static SignalTerminal terminal() throws Exception {
    SignalTerminal made =
        SignalTerminal.open(
            TerminalBuilder.builder()
                .system(true)
                .signalHandler(signal -> System.out.println("jline " + signal)),
            SIGNALS);
    boolean _ = made.terminal().echo(false);
    return made;
  }

  private static SignalRegistration receiver() {
    return Signals.handle(SIGNALS, info -> System.out.println("ours " + info.signal()));
  }
}
