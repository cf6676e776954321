package dev.signalman.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a method of a singleton bean that is called when a signal comes.
///
/// ```java
/// @SignalListener("HUP")
/// void reopenLogs(SignalInfo info) { ... }
/// ```
///
/// The method has no parameter, or one of type [dev.signalman.SignalInfo]; its result is ignored.
/// It is called in a virtual thread, once for each signal that comes, in order and one at a time.
/// An exception is logged, and the next signal is still handled. Signals that come while the
/// application starts wait until it has started. Signals that come after the application has begun
/// to close are dropped.
///
/// If there is a method for HUP, HUP does not stop the application, unless `signalman.stop.on`
/// contains it. INT and TERM still stop the application; their methods are called as well.
///
/// The application does not start if the signal does not exist, if the kernel or the VM needs it,
/// or if the method has other parameters.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SignalListener {
  /// The signals, by name or number: `HUP`, `SIGUSR2`, `RTMIN+3`, `12`.
  String[] value();
}
