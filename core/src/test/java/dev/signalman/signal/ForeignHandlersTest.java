package dev.signalman.signal;

import dev.signalman.Signal;
import dev.signalman.posix.Memory;
import dev.signalman.posix.Sigaction;
import dev.signalman.posix.SignalH;
import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Handlers that other libraries install while we have claimed a signal, or change masks.
class ForeignHandlersTest {
  private static CProgram library(String handled) throws Exception {
    return CProgram.compile(
        ForeignHandlersTest.class, "/c/foreign.c", "-shared", "-fPIC", "-DHANDLED=" + handled);
  }

  @Test
  @DisplayName("DISP-09: a handler that another library installs during a claim stays")
  void installedDuringAClaim() throws Exception {
    try (ChildJvm child = ChildJvm.start(Installed.class, library("SIGUSR1").path().toString())) {
      child.expect("closed, the other's: true");
      Peer.kill("USR1", child.pid());
      child.expect("foreign");
      child.send("");
      child.expect("a handler of ours that it put back can be claimed: RT3, then default");
      child.expectExit(0);
    }
  }

  static final class Installed {
    private Installed() {}

    @SuppressWarnings("restricted") // a library of C code has to be loaded somehow
    public static void main(String[] args) throws Exception {
      SelfPipe pipe = SelfPipe.open(Signal.USR1);
      System.load(args[0]);
      pipe.close();
      System.out.println(
          "closed, the other's: "
              + (Signals.disposition(Signal.USR1) instanceof Disposition.Native));
      System.in.read();

      SelfPipe other = SelfPipe.open(Signal.RT3);
      Memory saved = Memory.allocate(Sigaction.SIZE);
      SignalH.sigaction(Signal.RT3.number(), null, saved);
      other.close();
      SignalH.sigaction(Signal.RT3.number(), saved, null);
      try (SelfPipe again = SelfPipe.open(Signal.RT3)) {
        Signals.raise(Signal.RT3);
        System.out.print(
            "a handler of ours that it put back can be claimed: " + again.take().signal());
      }
      boolean isDefault = Signals.disposition(Signal.RT3) instanceof Disposition.Default;
      System.out.println(isDefault ? ", then default" : ", then not default");
    }
  }

  @Test
  @DisplayName("FD-17: a handler of WINCH that another library installs during a claim stays")
  void winchIsNotTouched() throws Exception {
    try (ChildJvm child =
        ChildJvm.start(BesideClaims.class, library("SIGWINCH").path().toString())) {
      child.expect("2000 installed, 0 lost");
      child.expectExit(0);
    }
  }

  static final class BesideClaims {
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private BesideClaims() {}

    @SuppressWarnings("restricted") // a library of C code has to be loaded somehow
    public static void main(String[] args) throws Exception {
      System.load(args[0]);
      int winch = Signal.WINCH.number();
      Memory handler = Memory.allocate(Sigaction.SIZE);
      SignalH.sigaction(winch, null, handler);
      Memory none = Memory.allocate(Sigaction.SIZE);
      SignalH.sigaction(winch, none, null);
      Thread claims = Thread.ofPlatform().start(BesideClaims::claim);
      int lost = 0;
      Random random = new Random(1);
      for (int i = 0; i < 2_000; i++) {
        LockSupport.parkNanos(random.nextInt(400_000)); // chance; nothing depends on it
        SignalH.sigaction(winch, handler, null);
        // Waits for a change that is being made.
        lost += Signals.disposition(Signal.WINCH) instanceof Disposition.Native ? 0 : 1;
        SignalH.sigaction(winch, none, null);
      }
      DONE.set(true);
      claims.join();
      System.out.println("2000 installed, " + lost + " lost");
    }

    private static void claim() {
      try {
        while (!DONE.get()) {
          SelfPipe.open(Signal.RT3).close();
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
