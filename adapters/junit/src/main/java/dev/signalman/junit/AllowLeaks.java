package dev.signalman.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names what a test, or each test of a class, may leave behind without failing. Signal actions are
/// restored in any case: a claim that was left is closed.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface AllowLeaks {
  /// The kinds of leaks.
  Leak[] value();

  /// The reason, for the reader of the test.
  String reason();
}
