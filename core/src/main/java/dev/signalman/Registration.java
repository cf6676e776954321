package dev.signalman;

/// Something that this library does for a program until it is closed: calls of a handler
/// ([dev.signalman.signal.Signals#handle]), of a callback of an [dev.signalman.loop.EventLoop], or
/// of a listener.
///
/// ```java
/// try (Registration reload = Signals.handle(Signal.HUP, _ -> settings.read())) {
///   serve();
/// }
/// ```
public interface Registration extends AutoCloseable {
  /// Ends it: no call begins afterwards. The method that made the registration says whether this
  /// waits for a running call. A second close does nothing.
  @Override
  void close();
}
