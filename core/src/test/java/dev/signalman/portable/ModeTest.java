package dev.signalman.portable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.Signal;
import dev.signalman.signal.Signals;
import dev.signalman.testkit.ChildJvm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a program gets its mode, and what it hears about it.
class ModeTest {
  @ParameterizedTest
  @CsvSource({
    "full, FULL true ''",
    "handler-only, HANDLER_ONLY true -Dsignalman.mode=handler-only",
    "portable, PORTABLE true -Dsignalman.mode=portable",
  })
  @DisplayName("PORT-04: the mode can be chosen, and Capabilities shows it with the cause")
  void chosen(String word, String shown) throws Exception {
    try (ChildJvm child = ChildJvm.of(Asking.class).vm("-Dsignalman.mode=" + word).start()) {
      child.expect(shown.replace("''", ""));
      child.expect("handled");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("PORT-05: a word that is no mode is refused at the first use; asking does not throw")
  void wrongWord() throws Exception {
    try (ChildJvm child = ChildJvm.of(Asking.class).vm("-Dsignalman.mode=best").start()) {
      String message = "-Dsignalman.mode=best: no such mode; write full, handler-only or portable";
      child.expect("PORTABLE false " + message);
      child.expect(message);
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName(
      "PORT-06: without native access the message has both ways out; asking does not throw")
  void withoutNativeAccess() throws Exception {
    try (ChildJvm child = ChildJvm.of(Asking.class).denyNativeAccess().start()) {
      assertThat(child.line())
          .startsWith("PORTABLE false Signalman calls the C library, which this VM forbids");
      assertThat(child.line())
          .contains("--enable-native-access=ALL-UNNAMED", "-Dsignalman.mode=portable");
      child.expectExit(0);
    }
  }

  @Test
  @DisplayName("PORT-07: without jdk.unsupported portable mode names the option that adds it")
  void withoutSunMiscSignal() throws Exception {
    try (ChildJvm child =
        ChildJvm.of(Asking.class)
            .vm("-Dsignalman.mode=portable", "--limit-modules=java.base")
            .start()) {
      assertThat(child.line()).startsWith("PORTABLE false sun.misc.Signal, by which");
      assertThat(child.line()).contains("--add-modules jdk.unsupported");
      child.expectExit(0);
    }
  }

  static final class Asking {
    private Asking() {}

    public static void main(String[] args) {
      System.out.println(
          (Signals.capabilities().mode() + " " + Signals.isSupported() + " ")
              + Signals.capabilities().cause());
      try {
        Signals.handle(Signal.USR1, info -> {}).close();
        System.out.println("handled");
      } catch (RuntimeException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
