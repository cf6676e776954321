package dev.signalman.lifecycle;

/// Makes new settings ready and returns an action that puts them into use, so that bad settings
/// change nothing.
///
/// ```java
/// life.onReload("config", () -> {
///   Config next = Config.read(file); // throws if the file is wrong: the present one stays in use
///   return () -> config = next;
/// });
/// ```
@FunctionalInterface
public interface Reload {
  /// Reads and checks the new settings.
  ///
  /// @return an action that puts the new settings into use; it is run only if all parts of the
  ///   program were prepared
  /// @throws Exception if the new settings cannot be used
  Runnable prepare() throws Exception;
}
