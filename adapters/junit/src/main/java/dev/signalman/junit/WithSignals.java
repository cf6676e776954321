package dev.signalman.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Marks tests that use signals or children: [SignalsExtension] for a class or a method.
///
/// Signal actions belong to the whole process. So only one test with this annotation runs at a
/// time, even if JUnit runs tests in parallel. Other tests that start children or handle signals
/// need the annotation too, or the lock [SignalsExtension#PROCESS].
@Documented
@Inherited
@ExtendWith(SignalsExtension.class)
@ResourceLock(SignalsExtension.PROCESS)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface WithSignals {}
