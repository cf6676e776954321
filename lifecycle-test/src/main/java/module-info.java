import org.jspecify.annotations.NullMarked;

/// Tests of how a program stops: in virtual time, or in a child VM.
@NullMarked
module dev.signalman.lifecycle.test {
  requires static org.jspecify;
  requires transitive dev.signalman.lifecycle;

  exports dev.signalman.lifecycle.test;
}
