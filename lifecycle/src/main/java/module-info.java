import org.jspecify.annotations.NullMarked;

/// How a program starts, reloads and stops in order.
@NullMarked
@SuppressWarnings("module") // dev.signalman.lifecycle.test is built after this module
module dev.signalman.lifecycle {
  requires static org.jspecify;
  requires static jdk.management;
  requires transitive dev.signalman;

  exports dev.signalman.lifecycle;
  exports dev.signalman.lifecycle.world to
      dev.signalman.lifecycle.test;
}
