package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.Assembled;
import dev.signalman.testkit.TargetMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The bytes are those of the assembly beside them, and wait and pass signals on as they say.
class PassingWaitCodeTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/signalman/posix").toAbsolutePath();

  private static final Path PROGRAM = Path.of("src/test/c/passing_wait.c").toAbsolutePath();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void bytesAreTheAssembledOnes(TargetMachine machine) throws IOException {
    assertThat(Assembled.hex(code(machine).bytes())).isEqualTo(assemble(machine).bytes());
  }

  @ParameterizedTest
  @EnumSource
  void everyLineShowsTheInstructionItsBytesAre(TargetMachine machine) {
    assertThat(Assembled.instructions(listing(machine))).isEqualTo(assemble(machine).listing());
  }

  @ParameterizedTest
  @EnumSource
  void entryIsTheSymbol(TargetMachine machine) {
    assertThat(assemble(machine).symbols())
        .containsEntry(PassingWaitCode.NAME, (long) code(machine).offsetOf(PassingWaitCode.NAME));
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftToALinker(TargetMachine machine) {
    assertThat(assemble(machine).hasRelocations()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void entryIsALandingPad(TargetMachine machine) {
    String pad = machine == TargetMachine.AMD64 ? "f30f1efa" : "5f2403d5";
    int entry = code(machine).offsetOf(PassingWaitCode.NAME);
    assertThat(HexFormat.of().formatHex(code(machine).bytes(), entry, entry + 4)).isEqualTo(pad);
  }

  @ParameterizedTest
  @EnumSource
  void aCProgramWaitsWithThem(TargetMachine machine) throws IOException {
    Path program = folder.resolve("passing_wait");
    machine.compile(
        List.of(PROGRAM), program, List.of("-std=c11", "-O1", "-Wall", "-Wextra", "-Werror"));
    Path code = Files.write(folder.resolve("code"), code(machine).bytes());
    assertThat(machine.execute(program, code).lines())
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

  @ParameterizedTest
  @CsvSource({"amd64, x86_64", "aarch64, arm64"})
  void bothNamesOfAnArchitectureGiveItsCode(String name, String otherName) {
    assertThat(PassingWaitCode.forArchitecture(otherName))
        .isNotEmpty()
        .isEqualTo(PassingWaitCode.forArchitecture(name));
  }

  @Test
  void anotherArchitectureHasNone() {
    assertThat(PassingWaitCode.forArchitecture("riscv64")).isEmpty();
  }

  private static String listing(TargetMachine machine) {
    return PassingWaitCode.forArchitecture(machine.osArch());
  }

  private static MachineCode code(TargetMachine machine) {
    return MachineCode.parse(listing(machine));
  }

  private Assembled assemble(TargetMachine machine) {
    Path source = SOURCES.resolve("passing_wait_" + machine.gnuName() + ".S");
    return Assembled.of(machine, source, folder);
  }
}
