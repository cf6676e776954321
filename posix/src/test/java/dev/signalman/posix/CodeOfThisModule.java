package dev.signalman.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.AssembledListing;
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

/// The tests that both pieces of machine code have: each is a C function with one entry.
abstract class CodeOfThisModule implements AssembledListing {
  private final String name;

  /// The name of the assembly and of the C program that calls the function.
  private final String file;

  @TempDir Path folder;

  CodeOfThisModule(String name, String file) {
    this.name = name;
    this.file = file;
  }

  abstract String forArchitecture(String osArch);

  @Override
  public String listing(TargetMachine machine) {
    return forArchitecture(machine.osArch());
  }

  @Override
  public byte[] bytes(TargetMachine machine) {
    return code(machine).bytes();
  }

  @Override
  public Path assembly(TargetMachine machine) {
    String source = file + "_" + machine.gnuName() + ".S";
    return Path.of("src/main/java/dev/signalman/posix", source).toAbsolutePath();
  }

  private MachineCode code(TargetMachine machine) {
    return MachineCode.parse(listing(machine));
  }

  @ParameterizedTest
  @EnumSource
  void entryIsTheSymbol(TargetMachine machine) {
    assertThat(assemble(machine, folder).symbols())
        .containsEntry(name, (long) code(machine).offsetOf(name));
  }

  @ParameterizedTest
  @EnumSource
  void entryIsALandingPad(TargetMachine machine) {
    String pad = machine == TargetMachine.AMD64 ? "f30f1efa" : "5f2403d5";
    int entry = code(machine).offsetOf(name);
    assertThat(HexFormat.of().formatHex(bytes(machine), entry, entry + 4)).isEqualTo(pad);
  }

  @ParameterizedTest
  @CsvSource({"amd64, x86_64", "aarch64, arm64"})
  void bothNamesOfAnArchitectureGiveItsCode(String osArch, String otherName) {
    assertThat(forArchitecture(otherName)).isNotEmpty().isEqualTo(forArchitecture(osArch));
  }

  @Test
  void anotherArchitectureHasNone() {
    assertThat(forArchitecture("riscv64")).isEmpty();
  }

  /// The lines of the C program, which loads the code from a file and calls it.
  List<String> linesOfTheProgram(TargetMachine machine, Object... more) throws IOException {
    Path source = Path.of("src/test/c", file + ".c").toAbsolutePath();
    Path program = folder.resolve(file);
    machine.compile(
        List.of(source), program, List.of("-std=c11", "-O1", "-Wall", "-Wextra", "-Werror"));
    Object[] arguments = new Object[1 + more.length];
    arguments[0] = Files.write(folder.resolve("code"), bytes(machine));
    System.arraycopy(more, 0, arguments, 1, more.length);
    return machine.execute(program, arguments).lines().toList();
  }
}
