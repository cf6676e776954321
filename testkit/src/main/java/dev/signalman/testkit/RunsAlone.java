package dev.signalman.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/// Marks a class of tests beside which the build runs no others, because they depend on what the
/// kernel counts for a whole user or for the machine. The comment of the class names it.
@Documented
@Tag(TestKind.ALONE_TAG)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RunsAlone {}
