package dev.signalman.testkit;

import java.util.Collection;
import java.util.Set;

/// What a test class needs, which decides when the build runs it. Nobody has to say it: the classes
/// that a test refers to tell.
public enum TestKind {
  /// Needs nothing but the VM that it runs in: `mvn test` runs it.
  UNIT,

  /// Starts programs, other VMs above all, and waits for them: `mvn verify` runs it, beside others
  /// of its kind.
  CHILD,

  /// As `CHILD`, but nothing else may run at that time. [RunsAlone] marks it.
  ALONE;

  /// The tag of [RunsAlone].
  static final String ALONE_TAG = "alone";

  /// The tag of [StartsPrograms].
  static final String CHILD_TAG = "child";

  private static final Set<String> STARTERS =
      Set.of(
          "dev/signalman/testkit/ChildProgram",
          "dev/signalman/testkit/ChildJvm",
          "dev/signalman/testkit/CProgram", // compiled first
          "dev/signalman/lifecycle/test/ProgramUnderTest",
          "java/lang/ProcessBuilder");

  /// The kind of a test class.
  ///
  /// @param test the class
  /// @param tags its tags
  /// @return the kind
  public static TestKind of(Class<?> test, Collection<String> tags) {
    if (tags.contains(ALONE_TAG)) {
      return ALONE;
    }
    return tags.contains(CHILD_TAG) || ClassReferences.lead(test, STARTERS) ? CHILD : UNIT;
  }
}
