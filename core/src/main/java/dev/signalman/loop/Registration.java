package dev.signalman.loop;

/// Something that an [EventLoop] watches until this registration is closed.
public interface Registration extends AutoCloseable {
  /// Ends the registration. If the loop's own thread closes it, no callback comes afterwards; if
  /// another thread does, a callback may still be running. A second call does nothing.
  @Override
  void close();
}
