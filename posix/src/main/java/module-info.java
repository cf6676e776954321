import org.jspecify.annotations.NullMarked;

/// The bindings to libc: the only module that uses `java.lang.foreign`.
@NullMarked
module dev.signalman.posix {
  requires static transitive org.jspecify;
}
