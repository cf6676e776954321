package dev.signalman.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What users of [WithSignals] see, with both versions of JUnit: [Samples], run in a VM of its own.
@Timeout(360)
class SignalsExtensionTest {
  /// How long a run of samples may take.
  private static final int MINUTES = 5;

  private static final String[] CLASSES = {
    "Raising", "Restored", "Claims", "Children", "Descriptors", "Threads", "Allowed"
  };

  private static final Map<JUnit, List<String>> LINES = new EnumMap<>(JUnit.class);

  /// The JUnit that runs the samples.
  enum JUnit {
    /// The one of this build.
    USUAL,

    /// The oldest that is supported.
    FIVE;

    ChildJvm.Builder run(String... args) throws Exception {
      ChildJvm.Builder vm = ChildJvm.of(KitRun.class).args(args);
      return this == FIVE ? vm.replaceJars("junit-.*", Path.of("target", "junit-5")) : vm;
    }
  }

  private static synchronized List<String> lines(JUnit junit) throws Exception {
    if (!LINES.containsKey(junit)) {
      LINES.put(junit, lines(junit.run(CLASSES)));
    }
    return LINES.get(junit);
  }

  static List<String> lines(ChildJvm.Builder vm) throws Exception {
    // It starts many VMs, one after the other, and prints at its end.
    try (ChildJvm run = vm.limit(Duration.ofMinutes(MINUTES)).start()) {
      if (!run.process().waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw run.failure("it did not end");
      }
      List<String> lines = run.remainingLines();
      run.expectExit(0);
      return lines;
    }
  }

  /// The line for the end of a class or test.
  static String line(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + lines));
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("JUNIT-01: raise returns when the handlers have returned, and gives a value along")
  void raises(JUnit junit) throws Exception {
    assertThat(lines(junit))
        .contains(
            "Raising.handlersHaveReturned SUCCESSFUL",
            "Raising.aSelfPipeReadsItself SUCCESSFUL",
            "Raising SUCCESSFUL");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("JUNIT-02: a signal that nobody receives and that would end the VM is not raised")
  void refusesWhatWouldEndTheVm(JUnit junit) throws Exception {
    assertThat(lines(junit)).contains("Raising.nobodyReceives SUCCESSFUL");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("JUNIT-03: after a test each signal has the action of before")
  void restores(JUnit junit) throws Exception {
    assertThat(lines(junit)).contains("Restored.a SUCCESSFUL", "Restored.b SUCCESSFUL");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("JUNIT-04: a test that leaves a claim fails; the claim is named, and closed")
  void findsClaims(JUnit junit) throws Exception {
    assertThat(line(lines(junit), "Claims.a"))
        .contains("FAILED", "signalman-junit: left behind by a()")
        .contains(
            "a claim of SIGUSR1: SignalRegistration [USR1], handler " + Samples.class.getName())
        .contains("a claim of SIGRTMIN+1: SelfPipe [RT1]")
        .contains("@AllowLeaks");
    assertThat(lines(junit)).contains("Claims.b SUCCESSFUL", "Claims SUCCESSFUL");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("JUNIT-05: a test that leaves a child fails, with the child's command")
  void findsChildren(JUnit junit) throws Exception {
    assertThat(line(lines(junit), "Children.a"))
        .contains("FAILED")
        .contains("child process ", "sleep");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("JUNIT-06: a class whose test leaves a descriptor fails, and names the test")
  void findsDescriptors(JUnit junit) throws Exception {
    assertThat(lines(junit))
        .contains("Descriptors.opensAPipe SUCCESSFUL", "Descriptors.opensNone SUCCESSFUL");
    assertThat(line(lines(junit), "Descriptors"))
        .contains("FAILED", "pipe:[", "open since opensAPipe()")
        .doesNotContain("opensNone");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("JUNIT-07: a class whose test leaves a thread of the library fails, with its stack")
  void findsThreads(JUnit junit) throws Exception {
    assertThat(line(lines(junit), "Threads"))
        .contains("FAILED", "thread signalman-sample, there since leavesAThread()")
        .contains("at java.base/java.util.concurrent.locks.LockSupport.park");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("JUNIT-08: leaks that are allowed fail nothing")
  void allows(JUnit junit) throws Exception {
    assertThat(lines(junit)).contains("Allowed.a SUCCESSFUL", "Allowed SUCCESSFUL");
  }

  @Test
  @DisplayName(
      "JUNIT-09: of the tests with the annotation one runs at a time, in parallel runs too")
  void runsOneAtATime() throws Exception {
    assertThat(
            lines(
                JUnit.USUAL.run(
                    "OneAtATime",
                    "junit.jupiter.execution.parallel.enabled=true",
                    "junit.jupiter.execution.parallel.mode.default=concurrent",
                    "junit.jupiter.execution.parallel.config.strategy=fixed",
                    "junit.jupiter.execution.parallel.config.fixed.parallelism=4")))
        .contains("OneAtATime.a SUCCESSFUL", "OneAtATime.b SUCCESSFUL");
  }

  @Test
  @DisplayName("JUNIT-15: without native access, tests fail with the option that is missing")
  void nativeAccessIsDenied() throws Exception {
    assertThat(line(lines(JUnit.USUAL.run("Raising").denyNativeAccess()), "Raising"))
        .contains("FAILED", "signalman-junit: the VM of the tests cannot tell what its signals do")
        .contains("--enable-native-access");
  }
}
