import org.jspecify.annotations.NullMarked;

/// Unix signals for Java: received with sender and value, none lost, in order; sent; inspected.
///
/// Begin with [dev.signalman.signal.SelfPipe] for an event loop of one's own, or with
/// [dev.signalman.signal.Signals] for handlers.
@NullMarked
module dev.signalman {
  requires static org.jspecify;
  requires dev.signalman.posix;

  exports dev.signalman;
  exports dev.signalman.io;
  exports dev.signalman.loop;
  exports dev.signalman.process;
  exports dev.signalman.signal;
  exports dev.signalman.time;
}
