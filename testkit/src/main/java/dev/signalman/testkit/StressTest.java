package dev.signalman.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Marks a class of tests that run for a given time, see [StressRun], and that can be repeated: a
/// failure's message ends with the seed, the length, and the command for this test alone.
///
/// Every build runs them in their short form, `mvn -T1 -Pstress verify` for minutes. The class says
/// what may be lost by design of the kernel, and checks that nothing else was lost.
@Documented
@Inherited
@Tag("stress")
@Timeout(value = 2, unit = TimeUnit.HOURS)
@ExtendWith(StressReport.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface StressTest {}
