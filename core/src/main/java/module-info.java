import org.jspecify.annotations.NullMarked;

/// Unix signals for Java.
@NullMarked
module dev.signalman {
  requires static transitive org.jspecify;
  requires dev.signalman.posix;
}
