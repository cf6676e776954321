package dev.signalman.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalman.testkit.ChildJvm;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StandardFdTest {
  @Test
  @DisplayName("FD-23 an open file takes the place of standard input and output, and gives it back")
  void takesThePlace() throws Exception {
    try (ChildJvm jvm = ChildJvm.start(Redirected.class)) {
      jvm.expect("read -1", "kept lost", "open true");
      jvm.expectExit(0);
    }
  }

  static final class Redirected {
    private Redirected() {}

    public static void main(String[] args) throws Exception {
      Fd kept = Fd.copyOf(1);
      try (Pipe pipe = Pipe.open()) {
        pipe.writeEnd().becomeStandard(1);
        System.out.print("lost");
        System.out.flush();
        kept.becomeStandard(1);
        pipe.writeEnd().close();
        String got = new String(pipe.readEnd().in().readAllBytes(), UTF_8);
        pipe.readEnd().becomeStandard(0);
        System.out.println("read " + System.in.read());
        System.out.println("kept " + got);
        System.out.println("open " + kept.isOpen());
      }
    }
  }

  @Test
  void onlyTheStandardOnes() throws Exception {
    try (Pipe pipe = Pipe.open()) {
      assertThatThrownBy(() -> pipe.readEnd().becomeStandard(3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0, 1 or 2");
      assertThatThrownBy(() -> pipe.readEnd().becomeStandard(-1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
