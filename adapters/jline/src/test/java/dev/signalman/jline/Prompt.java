package dev.signalman.jline;

import dev.signalman.Signal;
import dev.signalman.signal.SelfPipe;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.TerminalBuilder;

/// A program with a prompt, and no receiver of INT besides.
final class Prompt {
  private Prompt() {}

  public static void main(String[] args) throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
    try (SelfPipe next = SelfPipe.open(Signal.USR1);
        SignalTerminal signals = SignalTerminal.open(TerminalBuilder.builder().system(true))) {
      System.out.println("pid " + ProcessHandle.current().pid());
      LineReader reader = LineReaderBuilder.builder().terminal(signals.terminal()).build();
      reader.getWidgets().put(LineReader.CALLBACK_INIT, Prompt::reading);
      for (int i = 0; i < 2; i++) {
        try {
          System.out.println("line " + reader.readLine("> "));
        } catch (UserInterruptException _) {
          System.out.println("interrupted");
        }
      }
      System.out.println("no longer");
      take(next);
      System.out.println("still here");
    }
  }

  /// The reader's handler of INT interrupts the thread that reads, and may do so late.
  private static void take(SelfPipe pipe) {
    for (boolean taken = false; !taken; ) {
      try {
        pipe.take();
        taken = true;
      } catch (InterruptedException _) {
        System.out.println("interrupted late");
      }
    }
  }

  private static boolean reading() {
    System.out.println("reading");
    return true;
  }
}
