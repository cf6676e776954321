package dev.signalman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Other code takes a signal over after the lifecycle was opened.
class TakenOverTest {
  private static final String SENTENCE =
      "SIGTERM was taken over by the VM's handler (shutdown hooks); it does not stop or reload this"
          + " program any more";

  @Test
  @DisplayName("STOP-45: a signal that other code takes over is named, at once and in the report")
  void term() throws Exception {
    try (ChildJvm child = ChildJvm.start(Program.class)) {
      child.expect("ready");
      child.expect("noted " + SENTENCE);
      Peer.kill("TERM", child.pid());
      child.expect("other code has SIGTERM");
      Peer.kill("INT", child.pid());
      assertThat(child.line()).startsWith("stopped").contains("by INT").endsWith("; " + SENTENCE);
      child.expectExit(0);
    }
  }

  static final class Program implements StopListener {
    private Program() {}

    public static void main(String[] args) throws Exception {
      Lifecycle life = Lifecycle.builder().quiet().listener(new Program()).open();
      Subject.say("ready");
      takeOver("TERM");
      Signals.capabilities(); // looks now, and not only after the next signal
      life.await();
    }

    @Override
    public void noted(String sentence) {
      Subject.say("noted " + sentence);
    }

    @Override
    public void ended(StopReport report) {
      Subject.say(report.toString());
    }

    /// By reflection: the compiler warns of the class, and the warning cannot be turned off.
    private static void takeOver(String name) throws ReflectiveOperationException {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object printing =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, arguments) -> {
                Subject.say("other code has " + arguments[0]);
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), printing);
    }
  }
}
