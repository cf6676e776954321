package dev.signalman.internal.trampoline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalman.Signal;
import dev.signalman.testkit.Peer;
import dev.signalman.testkit.TargetMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The files are executables, and do what [TrampolineImage] says, on both architectures.
class TrampolineImageTest {
  private static final int SELF = Math.toIntExact(ProcessHandle.current().pid());
  private static final int NOT_OPEN = 19;

  /// Standard error, so that a test sees the report in the output.
  private static final int REPORT = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void isAnExecutableWithoutWritableCode(TargetMachine machine) throws IOException {
    Path image = image(machine, Signal.TERM, SELF, "/bin/echo");
    assertThat(machine.binutil("readelf", "-hlW", image))
        .contains("EXEC (Executable file)")
        .contains("System V")
        .containsPattern("Entry point address: +0x4000b0")
        .containsPattern("LOAD +0x000000 0x0+400000 .* R E 0x10000")
        .containsPattern("GNU_STACK .* RW +0x10")
        .doesNotContain("RWE", "Warning");
  }

  @ParameterizedTest
  @EnumSource
  void executesTheProgramWithItsArguments(TargetMachine machine) throws IOException {
    Path image = image(machine, Signal.TERM, SELF, "/bin/echo");
    assertThat(machine.execute(image, "some", "words")).isEqualTo("some words\n");
  }

  @ParameterizedTest
  @EnumSource
  void triesOnePathAfterTheOther(TargetMachine machine) throws IOException {
    Path image = image(machine, Signal.TERM, SELF, "/no/such", "/etc/passwd/x", "/bin/echo");
    assertThat(machine.execute(image, "found")).isEqualTo("found\n");
  }

  @ParameterizedTest
  @EnumSource
  void reportsTheLastError(TargetMachine machine) throws IOException {
    assertFails(machine, TrampolineImage.STEP_EXEC, 2);
    assertFails(machine, TrampolineImage.STEP_EXEC, 2, "/no/such");
    assertFails(machine, TrampolineImage.STEP_EXEC, 20, "/no/such", "/etc/passwd/x");
  }

  @ParameterizedTest
  @EnumSource
  void remembersThatAFileMayNotBeExecuted(TargetMachine machine) throws IOException {
    assertFails(machine, TrampolineImage.STEP_EXEC, 13, "/no/such", "/etc/passwd", "/no/such");
  }

  @ParameterizedTest
  @EnumSource
  void stopsAtAFileThatCannotBeExecuted(TargetMachine machine) throws IOException {
    Path strange = Files.writeString(folder.resolve("strange"), "\0\0\0");
    assertThat(strange.toFile().setExecutable(true)).isTrue();
    assertFails(machine, TrampolineImage.STEP_EXEC, 8, strange.toString(), "/bin/echo");
  }

  @ParameterizedTest
  @EnumSource
  void reportsThatTheSignalCannotBeArranged(TargetMachine machine) throws IOException {
    Path image = write(machine, file(machine, 65, SELF, REPORT, "/bin/echo"));
    assertReports(machine, image, TrampolineImage.STEP_SET_UP, 22);
  }

  @ParameterizedTest
  @DisplayName("SPAWN-22 a parent that ended before the child could ask for the signal")
  @CsvSource({"AMD64, TERM, 143", "AARCH64, TERM, 143", "AMD64, KILL, 137", "AARCH64, KILL, 137"})
  void sendsItselfTheSignalOfAParentThatHasEnded(TargetMachine machine, String signal, int status)
      throws IOException {
    Path image = image(machine, Signal.parse(signal), SELF + 1, "/bin/echo");
    assertThatThrownBy(() -> machine.execute(image, "not", "reached"))
        .hasMessageContaining("exit status " + status)
        .hasMessageNotContaining("reached\n");
  }

  @ParameterizedTest
  @EnumSource
  void aSignalThatDoesNotEndItKeepsNoProgramFromRunning(TargetMachine machine) throws IOException {
    Path image = image(machine, Signal.URG, SELF + 1, "/bin/echo");
    assertThat(machine.execute(image, "still", "run")).isEqualTo("still run\n");
  }

  @Test
  void aParentOutsideOfItsPidNamespaceIsTakenForAlive() throws Exception {
    assumeTrue(
        Peer.run("unshare", "--pid", "--fork", "true").status() == 0,
        "skipped: may not make a pid namespace");
    assumeTrue(
        "amd64".equals(System.getProperty("os.arch")), "skipped: this runs the file for x86-64");
    Path image = image(TargetMachine.AMD64, Signal.KILL, SELF, "/bin/echo");
    assertThat(Peer.run("unshare", "--pid", "--fork", image.toString(), "run").output())
        .isEqualTo("run\n");
  }

  @Test
  void anotherArchitectureHasNone() {
    assertThatThrownBy(() -> TrampolineImage.forArchitecture("riscv64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("not on riscv64");
  }

  private void assertFails(TargetMachine machine, int step, int errno, String... programs)
      throws IOException {
    assertReports(machine, image(machine, Signal.TERM, SELF, programs), step, errno);
  }

  private static void assertReports(TargetMachine machine, Path image, int step, int errno) {
    String report = (char) step + "\0\0\0" + (char) errno + "\0\0\0";
    assertThatThrownBy(() -> machine.execute(image, "not", "reached"))
        .hasMessageEndingWith("exit status 127" + System.lineSeparator() + report);
  }

  private Path image(TargetMachine machine, Signal signal, int parent, String... programs)
      throws IOException {
    return write(machine, file(machine, signal.number(), parent, REPORT, programs));
  }

  private static byte[] file(
      TargetMachine machine, int signal, int parent, int report, String... programs) {
    List<byte[]> paths = new ArrayList<>();
    for (String program : programs) {
      paths.add(program.getBytes(US_ASCII));
    }
    return TrampolineImage.forArchitecture(machine.osArch())
        .file(signal, parent, NOT_OPEN, report, paths);
  }

  private Path write(TargetMachine machine, byte[] file) throws IOException {
    Path image = Files.write(Files.createTempFile(folder, machine.name(), ""), file);
    assertThat(image.toFile().setExecutable(true)).isTrue();
    return image;
  }
}
