package dev.signalman.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs a test, or each test of a class, in a new VM of its own. There it may change everything
/// that belongs to a process: signal actions, masks, shutdown hooks, system properties, the exit.
///
/// The new VM has the class path, the module path, the options and the system properties of the
/// first, and runs this one test with `@BeforeAll`, `@BeforeEach`, extensions and parameters.
/// `@BeforeEach` and `@AfterEach` do not run in the first VM for such a test; `@BeforeAll` and
/// constructors do. If the test fails, it fails in the first VM with the same exception. If the new
/// VM ends before the test does, the failure has its status, or the signal that ended it. Each
/// failure has the output of the new VM.
///
/// The class path of the tests needs `junit-platform-launcher`.
@Documented
@Inherited
@ExtendWith(OwnVmExtension.class)
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface InOwnVm {
  /// How long the VM may take, in seconds. After that it is killed, and the test fails.
  int seconds() default 60;
}
