import org.jspecify.annotations.NullMarked;

/// How a program starts, reloads and stops in order.
@NullMarked
module dev.signalman.lifecycle {
  requires static org.jspecify;
  requires static jdk.management;
  requires transitive dev.signalman;

  exports dev.signalman.lifecycle;
}
