package dev.signalman.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signalman.junit.SignalsExtensionTest.JUnit;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What users of [InOwnVm] see: [Samples], run in a VM of its own that starts further ones.
@Timeout(360)
class InOwnVmTest {
  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "JUNIT-10: a test in its own VM fails with its own exception, stack and output; one that"
          + " passes runs nowhere else")
  void reportsAFailure(JUnit junit) throws Exception {
    List<String> lines = SignalsExtensionTest.lines(junit.run("OwnVms"));
    assertThat(lines).contains("OwnVms.passes SUCCESSFUL", "written by passes");
    String fails = SignalsExtensionTest.line(lines, "OwnVms.fails");
    assertThat(fails).contains("FAILED AssertionFailedError", "expected: \"here\"");
    assertThat(lines.subList(lines.indexOf(fails) + 1, lines.size()))
        .startsWith("  at fails")
        .element(1)
        .asString()
        .contains("in the test's own VM, process ")
        .contains("written to standard output|", "written to standard error");
  }

  @Test
  @DisplayName(
      "JUNIT-11: the end of the VM before that of the test is a failure with the status or signal;"
          + " JUNIT-12: assumptions, parameters, a time limit")
  void reportsOtherEnds() throws Exception {
    List<String> lines = SignalsExtensionTest.lines(JUnit.USUAL.run("OtherEnds"));
    assertThat(SignalsExtensionTest.line(lines, "OtherEnds.exits"))
        .contains("FAILED", "exited with status 3 before the test was over; it wrote nothing");
    assertThat(SignalsExtensionTest.line(lines, "OtherEnds.isEndedBySignal"))
        .contains("FAILED", "was ended by SIGTERM before the test was over; it wrote:| raising");
    assertThat(SignalsExtensionTest.line(lines, "OtherEnds.isAborted"))
        .contains("ABORTED TestAbortedException", "not today");
    assertThat(SignalsExtensionTest.line(lines, "OtherEnds.hangs"))
        .contains("FAILED", "did not end within PT2S and was killed");
    assertThat(lines).contains("OtherEnds.hasParameters.#1 SUCCESSFUL");
    assertThat(SignalsExtensionTest.line(lines, "OtherEnds.hasParameters.#2"))
        .contains("FAILED", "expected: 1");
    assertThat(SignalsExtensionTest.line(lines, "OtherEnds.throwsWhatCannotBeSent"))
        .contains("FAILED", "Own: an own one, with Object", "Samples.java:");
  }

  @Test
  @DisplayName("JUNIT-13: without JUnit's launcher the message names the artifact to add")
  void theLauncherIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> OwnVm.requireLauncher(new ClassLoader(null) {}))
        .withMessageContaining("org.junit.platform:junit-platform-launcher");
  }
}
