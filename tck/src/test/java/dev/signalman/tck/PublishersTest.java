package dev.signalman.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalman.testkit.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testng.ITestListener;
import org.testng.ITestResult;
import org.testng.TestNG;

class PublishersTest {
  /// Those that have to pass, and no optional ones: a verification has about twice as many tests.
  private static final int LEAST = 18;

  @ParameterizedTest
  @DisplayName("OBS-20, OBS-21: the publishers pass the reactive-streams TCK")
  @ValueSource(classes = {Signalled.class, Exited.class})
  void pass(Class<?> verification) throws Exception {
    try (ChildJvm child = ChildJvm.of(Run.class).args(verification.getName()).start()) {
      List<String> lines = new ArrayList<>();
      String line = child.line();
      while (!line.startsWith("passed ")) {
        if (line.startsWith("failed ")) {
          lines.add(line);
        }
        line = child.line();
      }
      assertThat(lines).isEmpty();
      assertThat(Integer.parseInt(line.substring("passed ".length())))
          .isGreaterThanOrEqualTo(LEAST);
      child.expectExit(0);
    }
  }

  /// Prints the tests that fail, and how many pass.
  static final class Run implements ITestListener {
    private int passed;

    private Run() {}

    public static void main(String[] args) throws Exception {
      Run run = new Run();
      TestNG tests = new TestNG(false);
      tests.setTestClasses(new Class<?>[] {Class.forName(args[0])});
      tests.addListener(run);
      tests.run();
      System.out.println("passed " + run.passed);
      System.exit(0);
    }

    @Override
    public void onTestSuccess(ITestResult result) {
      passed++;
    }

    @Override
    public void onTestSkipped(ITestResult result) {
      System.err.println("skipped " + result.getName() + ": " + result.getThrowable());
    }

    @Override
    public void onTestFailure(ITestResult result) {
      System.out.println("failed " + result.getName() + ": " + result.getThrowable());
    }
  }
}
