package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.signalman.Signal;
import dev.signalman.jline.SignalTerminal;
import dev.signalman.junit.InOwnVm;
import dev.signalman.junit.RaisedSignals;
import dev.signalman.junit.WithSignals;
import dev.signalman.lifecycle.test.ProgramUnderTest;
import dev.signalman.signal.Disposition;
import dev.signalman.signal.Signals;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@WithSignals
class OutsideTest {
  @Test
  void receives(RaisedSignals signals) throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (var _ = Signals.handle(Signal.HUP, info -> count.incrementAndGet())) {
      signals.raise(Signal.HUP);
      assertEquals(1, count.get());
    }
  }

  @Test
  @InOwnVm
  void changesItsProcess() {
    Signals.setDefault(Signal.TERM);
    assertEquals(new Disposition.Default(), Signals.disposition(Signal.TERM));
    System.out.println("in its own VM");
  }

  @Test
  void namesOfTheOtherArtifacts() throws Exception {
    assertEquals(3, SignalTerminal.USUAL.size());
    assertEquals("dev.signalman.lifecycle.test", ProgramUnderTest.class.getPackageName());
    Class.forName("outside.Prompt");
  }
}
