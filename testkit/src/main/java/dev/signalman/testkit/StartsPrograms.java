package dev.signalman.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/// Marks a class of tests that starts VMs by other means than [ChildProgram], which the build
/// cannot see. [TestKind] finds all the others.
@Documented
@Tag(TestKind.CHILD_TAG)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StartsPrograms {}
