package dev.signalman.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.testkit.ChildJvm;
import dev.signalman.testkit.Peer;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// ABRT is claimed, and something in the process gives up.
class AbortTest {
  private static final int KILLED_BY_ABRT = 128 + 6;

  @ParameterizedTest
  @ValueSource(strings = {"handler", "pipe", "nobody"})
  void abortEndsTheProcessByItsOwnSignal(String receiver) throws Exception {
    try (ChildJvm child = ChildJvm.start(Aborting.class, receiver)) {
      child.expect("ready");
      child.send("abort");
      assertThat(child.exit()).isEqualTo(KILLED_BY_ABRT);
    }
  }

  @Test
  void abortOfAnotherProcessIsHandled() throws Exception {
    try (ChildJvm child = ChildJvm.start(Aborting.class, "handler")) {
      child.expect("ready");
      for (int i = 0; i < 3; i++) {
        Peer.kill("ABRT", child.pid());
        child.expect("handled");
      }
      child.send("abort");
      assertThat(child.exit()).isEqualTo(KILLED_BY_ABRT);
    }
  }

  @Test
  void theVmThatGivesUpEndsByIt() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Aborting.class)
            .args("handler")
            .vm("-XX:+CrashOnOutOfMemoryError", "-XX:ErrorFile=/dev/null", "-Xmx32m")
            .start()) {
      child.expect("ready");
      child.send("memory");
      assertThat(child.exit()).isEqualTo(KILLED_BY_ABRT);
    }
  }

  static final class Aborting {
    private Aborting() {}

    @SuppressWarnings("restricted") // to call abort(3)
    public static void main(String[] args) throws Throwable {
      switch (args[0]) {
        case "handler" -> Signals.handle(Signal.ABRT, info -> System.out.println("handled"));
        case "pipe" -> SelfPipe.open(Signal.ABRT);
        default -> {}
      }
      System.out.println("ready");
      if (System.in.read() == 'm') {
        int[] tooMuch = new int[100_000_000];
        System.out.println(tooMuch.length);
      }
      Linker linker = Linker.nativeLinker();
      linker
          .downcallHandle(
              linker.defaultLookup().find("abort").orElseThrow(), FunctionDescriptor.ofVoid())
          .invoke();
    }
  }
}
