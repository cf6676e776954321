package dev.signalman.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs a test, or each test of a class, in a new VM of its own. There it may change whatever
/// belongs to a process: signal actions, masks, shutdown hooks, system properties, the exit.
///
/// The new VM has the class path, the module path, the options and the system properties of this
/// one, and runs that one test with everything around it: `@BeforeAll`, `@BeforeEach`, extensions,
/// parameters. `@BeforeEach` and `@AfterEach` do not run in this VM for such a test; `@BeforeAll`
/// and constructors do. The test fails here with the exception that it had there. If the VM ends
/// before the test does, the failure has its status or the signal that ended it. In each case the
/// failure has what the VM wrote.
///
/// `junit-platform-launcher` has to be on the class path of the tests.
@Documented
@Inherited
@ExtendWith(OwnVmExtension.class)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface InOwnVm {
  /// How long the VM may take, in seconds. Then it is killed, and the test fails.
  int seconds() default 60;
}
