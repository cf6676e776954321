package outside;

import dev.signalman.jline.SignalTerminal;
import dev.signalman.lifecycle.Lifecycle;
import org.jline.terminal.TerminalBuilder;

/// Compiles, and can be loaded.
public final class Prompt {
  private Prompt() {}

  public static void main(String[] args) throws Exception {
    try (Lifecycle life = Lifecycle.builder().open();
        SignalTerminal signals = SignalTerminal.open(TerminalBuilder.builder())) {
      life.ready();
      System.out.println(signals.terminal().getType());
    }
  }
}
