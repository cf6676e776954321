package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.TargetMachine;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The bytes are those of the assembly beside them, and wait and pass signals on as it says.
class PassingWaitCodeTest extends CodeOfThisModule {
  PassingWaitCodeTest() {
    super(PassingWaitCode.NAME, "passing_wait");
  }

  @Override
  String forArchitecture(String osArch) {
    return PassingWaitCode.forArchitecture(osArch);
  }

  @ParameterizedTest
  @EnumSource
  void aCProgramWaitsWithThem(TargetMachine machine) throws IOException {
    assertThat(linesOfTheProgram(machine))
        .containsExactly(
            "nothing has come",
            "a signal is read",
            "and passed on as another",
            "the event is there",
            "so is the last signal",
            "one with no place in the table is read",
            "so is one without an entry",
            "so is one with a value",
            "so is one that cannot be sent",
            "another event",
            "two events are left to the caller",
            "an error");
  }
}
