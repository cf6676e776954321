package dev.signalman.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a test, or the tests of a class, may leave behind without failing. Signal actions are
/// restored in any case: a claim that was left is closed.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface AllowLeaks {
  /// The kinds.
  Leak[] value();

  /// Why they are allowed, for the reader.
  String reason();
}
