import org.jspecify.annotations.NullMarked;

/// Unix signals for Java: receive them with sender and value, in order and without loss; send and
/// inspect them.
///
/// Begin with [dev.signalman.signal.SelfPipe] for your own event loop, or with
/// [dev.signalman.signal.Signals] for handlers.
@NullMarked
@SuppressWarnings("module") // dev.signalman.cli is built after this module
module dev.signalman {
  requires static jdk.jfr; // for dev.signalman.jfr alone
  requires static jdk.unsupported; // for portable mode alone
  requires static org.jspecify;
  requires dev.signalman.posix;

  exports dev.signalman;
  exports dev.signalman.flow;
  exports dev.signalman.io;
  exports dev.signalman.jfr;
  exports dev.signalman.jvm;
  exports dev.signalman.loop;
  exports dev.signalman.observe;
  exports dev.signalman.process;
  exports dev.signalman.signal;
  exports dev.signalman.systemd;
  exports dev.signalman.time;
  exports dev.signalman.internal.init to
      dev.signalman.cli;
}
