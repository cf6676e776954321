package dev.signalman.internal.trampoline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.posix.MachineCode;
import dev.signalman.testkit.AssembledListing;
import dev.signalman.testkit.TargetMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The bytes are those of the assembly beside them, as GNU `as` makes them.
class TrampolineCodeTest implements AssembledListing {
  private static final Path SOURCES =
      Path.of("src/main/java/dev/signalman/internal/trampoline").toAbsolutePath();

  @TempDir Path folder;

  @Override
  public String listing(TargetMachine machine) {
    return machine == TargetMachine.AMD64 ? TrampolineCode.AMD64 : TrampolineCode.AARCH64;
  }

  @Override
  public byte[] bytes(TargetMachine machine) {
    return code(machine).bytes();
  }

  @Override
  public Path assembly(TargetMachine machine) {
    return SOURCES.resolve(machine.gnuName() + ".S");
  }

  private MachineCode code(TargetMachine machine) {
    return MachineCode.parse(listing(machine));
  }

  @ParameterizedTest
  @EnumSource
  void assemblyAndJavaAgreeOnTheParameters(TargetMachine machine) {
    assertThat(assemble(machine, folder).symbols())
        .containsEntry("start", (long) code(machine).offsetOf(TrampolineCode.START))
        .containsEntry("parameters", (long) code(machine).size())
        .containsEntry("SIGNAL", (long) TrampolineImage.SIGNAL)
        .containsEntry("PARENT", (long) TrampolineImage.PARENT)
        .containsEntry("IMAGE", (long) TrampolineImage.IMAGE)
        .containsEntry("REPORT", (long) TrampolineImage.REPORT)
        .containsEntry("PROGRAMS", (long) TrampolineImage.PROGRAMS)
        .containsEntry("REPORT_SIZE", (long) TrampolineImage.REPORT_SIZE)
        .containsEntry("STEP_EXEC", (long) TrampolineImage.STEP_EXEC)
        .containsEntry("STEP_SET_UP", (long) TrampolineImage.STEP_SET_UP);
  }
}
