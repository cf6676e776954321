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

/// The bytes are those of the assembly beside them, and do as a C function what they say.
class SystemCallCodeTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/signalman/posix").toAbsolutePath();

  private static final Path PROGRAM = Path.of("src/test/c/system_call.c").toAbsolutePath();

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
        .containsEntry(SystemCallCode.NAME, (long) code(machine).offsetOf(SystemCallCode.NAME));
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
    int entry = code(machine).offsetOf(SystemCallCode.NAME);
    assertThat(HexFormat.of().formatHex(code(machine).bytes(), entry, entry + 4)).isEqualTo(pad);
  }

  @ParameterizedTest
  @EnumSource
  void aCProgramMakesSystemCallsWithThem(TargetMachine machine) throws IOException {
    Path program = folder.resolve("system_call");
    machine.compile(
        List.of(PROGRAM), program, List.of("-std=c11", "-O1", "-Wall", "-Wextra", "-Werror"));
    Path code = Files.write(folder.resolve("code"), code(machine).bytes());
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(machine.execute(program, code, file).lines())
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

  @ParameterizedTest
  @CsvSource({"amd64, x86_64", "aarch64, arm64"})
  void bothNamesOfAnArchitectureGiveItsCode(String name, String otherName) {
    assertThat(SystemCallCode.forArchitecture(otherName))
        .isNotEmpty()
        .isEqualTo(SystemCallCode.forArchitecture(name));
  }

  @Test
  void anotherArchitectureHasNone() {
    assertThat(SystemCallCode.forArchitecture("riscv64")).isEmpty();
  }

  private static String listing(TargetMachine machine) {
    return SystemCallCode.forArchitecture(machine.osArch());
  }

  private static MachineCode code(TargetMachine machine) {
    return MachineCode.parse(listing(machine));
  }

  private Assembled assemble(TargetMachine machine) {
    Path source = SOURCES.resolve("system_call_" + machine.gnuName() + ".S");
    return Assembled.of(machine, source, folder);
  }
}
