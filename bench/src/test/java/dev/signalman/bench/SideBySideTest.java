package dev.signalman.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.CProgram;
import dev.signalman.testkit.StartsPrograms;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// Lets every system do a little of everything, so that peers which nobody runs for months still
/// work. The figures of so short a run mean nothing and are not looked at, so that two measures may
/// run at once, in VMs without their optimizing compiler.
@StartsPrograms
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 10, unit = TimeUnit.MINUTES) // each measure starts dozens of programs
class SideBySideTest {
  @BeforeAll
  static void needsCompiler() {
    CProgram.assumeCompiler();
  }

  @ParameterizedTest
  @MethodSource("dev.signalman.bench.SideBySide#measures")
  void everySystemTakesPart(Measure measure) throws Exception {
    Options options =
        CommandLine.populateCommand(
            new Options(),
            "--rounds=1",
            "--samples=5",
            "--signals=1000",
            "--warm-up=50",
            "--patience=0",
            "--one-cache",
            "--jvm=-XX:TieredStopAtLevel=1");

    Report report = SideBySide.run(options, List.of(measure), Path.of("peers"));

    assertThat(report.results()).hasSize(1);
    Results results = report.results().getFirst();
    assertThat(results.figures())
        .allSatisfy(figure -> assertThat(figure.values().values()).allSatisfy(this::isMeasured));
    assertThat(results.comparisons())
        .filteredOn(line -> line.target().equals("0"))
        .noneMatch(Comparison::isMissed);
    assertThat(report.markdown()).contains(results.figures().getFirst().system());
  }

  private void isMeasured(double value) {
    assertThat(value).isFinite().isNotNegative();
  }
}
