package dev.signalman.testkit;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/// Adds to each failure of a [StressTest] the command that repeats it.
final class StressReport implements BeforeEachCallback, TestExecutionExceptionHandler {
  private static final Namespace NAMESPACE = Namespace.create(StressReport.class);

  @Override
  public void beforeEach(ExtensionContext test) {
    test.getStore(NAMESPACE).put("seed", StressRun.begin());
  }

  @Override
  public void handleTestExecutionException(ExtensionContext test, Throwable failure)
      throws Throwable {
    if (failure instanceof TestAbortedException) {
      throw failure; // it was skipped
    }
    long seed = test.getStore(NAMESPACE).getOrDefault("seed", Long.class, 0L);
    throw new AssertionError(
        """
        %s
        test: %s
        seed: %d, %s a run
        again: %s\
        """
            .formatted(
                failure.getMessage(),
                test.getDisplayName(),
                seed,
                StressRun.time(),
                command(test, seed)),
        failure);
  }

  private static String command(ExtensionContext test, long seed) {
    String name = test.getRequiredTestClass().getSimpleName();
    String one = "'" + name + "#" + test.getRequiredTestMethod().getName() + "'";
    // Another plugin runs the integration tests, with its own properties.
    String selection =
        name.endsWith("IT")
            ? "verify -Dtest=none -Dit.test=" + one + " -Dfailsafe.failIfNoSpecifiedTests=false"
            : "test -Dtest=" + one;
    return "mvn -B -Pstress -pl %s -am %s -Dsurefire.failIfNoSpecifiedTests=false%s -Dstress.seed=%d"
        .formatted(Path.of("").toAbsolutePath().getFileName(), selection, length(), seed);
  }

  private static String length() {
    String minutes = " -Dstress.minutes=" + Long.getLong("stress.minutes", 0);
    long seconds = Long.getLong("stress.seconds", 0);
    return seconds == 0 ? minutes : minutes + " -Dstress.seconds=" + seconds;
  }
}
