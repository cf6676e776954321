package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.Capabilities.Mode;
import dev.signalman.Signal;
import dev.signalman.SignalClaimedException;
import dev.signalman.SignalInfo;
import dev.signalman.SignalSet;
import dev.signalman.loop.EventLoop;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Eventually;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.ProcFs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The mode of a single claim: blocked in every thread, or by the handler code alone.
class ClaimModeTest {
  @ParameterizedTest(name = "{0}")
  @DisplayName("FD-21: a claim by the handler code alone changes no thread's mask")
  @CsvSource({
    "TERM HUP INT, none, HANDLER_ONLY",
    "USR1 RT5, none, FULL",
    "USR1 RT5, HANDLER_ONLY, HANDLER_ONLY",
    "TERM HUP INT, FULL, FULL"
  })
  void leavesMasksAlone(String signals, String asked, Mode mode) throws Exception {
    try (ChildJvm child = ChildJvm.of(Claims.class).args("masks", signals, asked).start()) {
      String[] names = signals.split(" ", -1);
      child.expect(Arrays.stream(names).map(_ -> mode.name()).toArray(String[]::new));
      // All before the first signal: the thread that takes one blocks everything for a moment. On a
      // busy machine a thread that gets no CPU is set up after the claim has returned.
      for (String name : names) {
        Eventually.until(
            name + " is " + (mode == Mode.FULL ? "blocked" : "not blocked"),
            () -> isBlocked(child, name) == (mode == Mode.FULL));
      }
      for (String name : names) {
        Peer sender = Peer.kill("" + Signal.valueOf(name).number(), child.pid());
        child.expect(name + " from " + sender.pid());
      }
    }
  }

  private static boolean isBlocked(ChildJvm child, String name) throws IOException {
    BitSet blocked = ProcFs.thread(child.pid(), child.pid()).blocked();
    return blocked.get(Signal.valueOf(name).number());
  }

  @ParameterizedTest(name = "{0} {1}")
  @DisplayName("FD-22: native children can be ended, unless a claim blocks that signal")
  @CsvSource({
    "TERM, none, ended by 15",
    "TERM, FULL, has it blocked",
    "USR1, none, has it blocked",
    "USR1, HANDLER_ONLY, ended by 10"
  })
  void nativeChildren(String signal, String asked, String end) throws Exception {
    try (ChildJvm child = ChildJvm.of(Claims.class).args("system", signal, asked).start()) {
      child.expect(end);
    }
  }

  @Test
  @DisplayName("FD-21: a signal that every thread blocks from the start always comes by signalfd")
  void blockedFromTheStart() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Claims.class)
            .prefix("env", "--block-signal=TERM", "--block-signal=USR1")
            .vm("-Xrs")
            .args("masks", "TERM USR1", "HANDLER_ONLY")
            .start()) {
      child.expect("FULL", "FULL");
      Peer sender = Peer.kill("TERM", child.pid());
      child.expect("TERM from " + sender.pid());
    }
  }

  @Test
  @DisplayName("FD-21: a receiver that asks for another mode than earlier receivers is refused")
  void receiversAgree() throws Exception {
    try (ChildJvm child = ChildJvm.of(Claims.class).args("agree").start()) {
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("FD-21: the refusal of an unavailable mode names the reason and the alternative")
  void anUnavailableModeIsRefused() throws Exception {
    try (ChildJvm child = ChildJvm.of(Claims.class).args("refused").start()) {
      child.expectExit(0);
    }
    try (ChildJvm child =
        ChildJvm.of(Claims.class)
            .vm("-Ddev.signalman.handlerOnly=true")
            .args("weaker machine")
            .start()) {
      child.expectExit(0);
    }
  }

  static final class Claims {
    public static void main(String[] args) throws Throwable {
      switch (args[0]) {
        case "masks" -> masks(set(args[1]), args[2]);
        case "system" -> system(Signal.valueOf(args[1]), args[2]);
        case "agree" -> agree();
        case "refused" -> refused();
        default -> weakerMachine();
      }
    }

    private static SignalSet set(String names) {
      SignalSet set = SignalSet.none();
      for (String name : names.split(" ", -1)) {
        set = set.with(Signal.valueOf(name));
      }
      return set;
    }

    private static SelfPipe open(SignalSet signals, String asked) throws IOException {
      return asked.equals("none")
          ? SelfPipe.open(signals)
          : SelfPipe.open(signals, Mode.valueOf(asked));
    }

    private static void masks(SignalSet signals, String asked) throws Exception {
      try (SelfPipe pipe = open(signals, asked)) {
        for (Signal signal : signals) {
          System.out.println(pipe.mode(signal));
        }
        while (true) {
          SignalInfo info = pipe.take();
          System.out.println(info.signal() + " from " + info.pid());
        }
      }
    }

    /// The shell of system(3) sends itself the signal, as `kill PID` would from outside.
    @SuppressWarnings("restricted") // native code that starts a process
    private static void system(Signal signal, String asked) throws Throwable {
      try (SelfPipe _ = open(SignalSet.of(signal), asked);
          Arena arena = Arena.ofConfined()) {
        Linker linker = Linker.nativeLinker();
        MethodHandle system =
            linker.downcallHandle(
                linker.defaultLookup().find("system").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        MemorySegment command = arena.allocateFrom("kill -" + signal.number() + " $$; exit 99");
        int status = (int) system.invokeExact(command);
        System.out.println(status == 99 << 8 ? "has it blocked" : "ended by " + (status & 0x7f));
      }
    }

    private static void agree() throws IOException {
      SignalSet usr1 = SignalSet.of(Signal.USR1);
      SignalSet term = SignalSet.of(Signal.TERM);
      SignalRegistration first = Signals.handle(usr1, Mode.HANDLER_ONLY, info -> {});
      assertThatThrownBy(() -> Signals.handle(usr1, info -> {}))
          .isInstanceOf(SignalClaimedException.class)
          .hasMessageContaining("SIGUSR1")
          .hasMessageContaining("receivers in mode HANDLER_ONLY");
      SignalRegistration second =
          Signals.handle(usr1, Mode.HANDLER_ONLY, info -> {}, Runnable::run);
      first.close();
      assertThat(second.mode(Signal.USR1)).isEqualTo(Mode.HANDLER_ONLY);
      second.close();
      assertThatThrownBy(() -> second.mode(Signal.USR1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not get SIGUSR1");
      try (SignalQueue queue = Signals.queue(usr1)) {
        assertThat(queue.mode(Signal.USR1)).isEqualTo(Mode.FULL);
        assertThatThrownBy(() -> Signals.queue(usr1, Mode.HANDLER_ONLY))
            .isInstanceOf(SignalClaimedException.class);
      }
      try (SignalQueue queue = Signals.queue(term);
          SignalQueue same = Signals.queue(term, Mode.HANDLER_ONLY)) {
        assertThat(same.mode(Signal.TERM)).isEqualTo(queue.mode(Signal.TERM));
      }
      try (SelfPipe _ = SelfPipe.open(usr1)) {
        assertThatThrownBy(() -> Signals.queue(usr1, Mode.HANDLER_ONLY))
            .isInstanceOf(SignalClaimedException.class)
            .hasMessageContaining("SelfPipe [USR1]");
      }
    }

    private static void refused() throws Exception {
      for (Signal signal : new Signal[] {Signal.URG, Signal.USR2}) {
        SignalSet set = SignalSet.of(Signal.USR1, signal);
        assertThatThrownBy(() -> SelfPipe.open(set, Mode.FULL))
            .isInstanceOf(UnsupportedOperationException.class)
            .hasMessageContaining(signal.fullName() + " comes in mode HANDLER_ONLY")
            .hasMessageContaining("ask for no mode");
      }
      try (EventLoop loop = EventLoop.open()) {
        assertThatThrownBy(() -> loop.onSignal(SignalSet.of(Signal.URG), Mode.FULL, info -> {}))
            .isInstanceOf(UnsupportedOperationException.class);
        loop.onSignal(SignalSet.of(Signal.USR1), Mode.HANDLER_ONLY, info -> {});
      }
      assertThat(Signals.disposition(Signal.USR1)).isInstanceOf(Disposition.Default.class);
    }

    private static void weakerMachine() {
      assertThatThrownBy(() -> Signals.queue(SignalSet.of(Signal.USR1), Mode.FULL))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("HANDLER_ONLY")
          .hasMessageContaining("dev.signalman.handlerOnly");
    }
  }
}
