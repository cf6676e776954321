package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NativeAccessTest {
  private static final String FORBIDDEN =
      "IllegalStateException: Signalman calls the C library, which this VM forbids: start java with"
          + " --enable-native-access=ALL-UNNAMED, or with -Dsignalman.mode=portable, which calls no C";

  @Test
  void aVmThatForbidsItIsToldWhatToPass() throws Exception {
    try (ChildJvm child = ChildJvm.of(Required.class).denyNativeAccess().start()) {
      child.expect(FORBIDDEN);
      child.expectExit(0);
    }
  }

  @Test
  void aBindingThatComesFirstSaysSoToo() throws Exception {
    try (ChildJvm child = ChildJvm.of(Called.class).denyNativeAccess().start()) {
      child.expect(FORBIDDEN);
      child.expectExit(0);
    }
  }

  /// Calls C without having asked.
  static final class Called {
    private Called() {}

    public static void main(String[] args) {
      try {
        System.out.println(UnistdH.getpid());
      } catch (ExceptionInInitializerError e) {
        Throwable cause = Objects.requireNonNull(e.getCause());
        System.out.println(cause.getClass().getSimpleName() + ": " + cause.getMessage());
      }
    }
  }

  @Test
  void aVmThatAllowsItIsLeftInPeace() throws Exception {
    try (ChildJvm child = ChildJvm.start(Required.class)) {
      child.expect("granted");
      child.expectExit(0);
      assertThat(child.errors()).isEmpty();
    }
  }

  /// Asks for native access.
  static final class Required {
    private Required() {}

    public static void main(String[] args) {
      try {
        NativeAccess.require();
        System.out.println("granted");
      } catch (IllegalStateException e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }
}
