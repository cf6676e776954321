package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.TargetMachine;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The bytes are those of the assembly beside them, and make system calls as it says.
class SystemCallCodeTest extends CodeOfThisModule {
  SystemCallCodeTest() {
    super(SystemCallCode.NAME, "system_call");
  }

  @Override
  String forArchitecture(String osArch) {
    return SystemCallCode.forArchitecture(osArch);
  }

  @ParameterizedTest
  @EnumSource
  void aCProgramMakesSystemCallsWithThem(TargetMachine machine) throws IOException {
    assertThat(linesOfTheProgram(machine, Files.createFile(folder.resolve("file"))))
        .containsExactly(
            "a call without arguments",
            "a call with three arguments",
            "what it wrote",
            "a call with six arguments",
            "a call that returns nothing",
            "a result of 64 bits",
            "an error",
            "no such call");
  }
}
