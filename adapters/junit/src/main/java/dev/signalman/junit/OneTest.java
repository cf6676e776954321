package dev.signalman.junit;

import dev.signalman.io.UnixSocket;
import dev.signalman.jvm.JavaChild;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// The program of a test's own VM: runs the test with the unique id of its argument, and tells its
/// parent the result.
final class OneTest implements TestExecutionListener {
  /// Set in such a VM.
  static final String PROPERTY = "dev.signalman.junit.own-vm";

  private boolean found;
  private @Nullable Throwable failure;
  private @Nullable Throwable aborted;

  private OneTest() {}

  public static void main(String[] args) throws IOException {
    // A module does not read the class path, where a build may have put the launcher.
    OneTest.class.getModule().addReads(OneTest.class.getClassLoader().getUnnamedModule());
    Result result = run(args[0]);
    System.out.flush();
    System.err.flush();
    try (UnixSocket parent = JavaChild.parent()) {
      parent.out().write(result.toBytes());
    }
    System.exit(0); // the test may have left threads
  }

  private static Result run(String id) {
    OneTest listener = new OneTest();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectUniqueId(id))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
            .build();
    LauncherFactory.create().execute(request, listener);
    if (listener.failure != null) {
      return Result.failed(listener.failure);
    }
    if (listener.aborted != null) {
      return Result.aborted(listener.aborted);
    }
    return listener.found
        ? Result.passed()
        : Result.failed(new AssertionError("signalman-junit: its own VM does not find test " + id));
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    found |= test.isTest();
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    @Nullable Throwable cause = result.getThrowable().orElse(null);
    if (cause == null) {
      return;
    }
    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      failure = first(failure, cause);
    } else {
      aborted = first(aborted, cause);
    }
  }

  private static Throwable first(@Nullable Throwable present, Throwable next) {
    if (present == null) {
      return next;
    }
    present.addSuppressed(next);
    return present;
  }
}
