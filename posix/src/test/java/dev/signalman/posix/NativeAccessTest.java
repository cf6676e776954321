package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import org.junit.jupiter.api.Test;

class NativeAccessTest {
  @Test
  void aVmThatForbidsItIsToldWhatToPass() throws Exception {
    try (ChildJvm child = ChildJvm.of(Required.class).denyNativeAccess().start()) {
      child.expect(
          "IllegalStateException: Signalman calls the C library, which this VM forbids: start java"
              + " with --enable-native-access=ALL-UNNAMED");
      child.expectExit(0);
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
