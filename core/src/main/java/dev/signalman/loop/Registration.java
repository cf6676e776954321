package dev.signalman.loop;

/// Something that an [EventLoop] watches, until this is closed.
public interface Registration extends AutoCloseable {
  /// Ends it. In the loop's own thread no callback comes after this; from another thread, one may
  /// be going on. A second call does nothing.
  @Override
  void close();
}
