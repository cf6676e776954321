import org.jspecify.annotations.NullMarked;

/// The bindings to the C library: the only module that uses `java.lang.foreign`, and so the only
/// one that needs `--enable-native-access`. It has C names, C numbers and no policy.
@NullMarked
@SuppressWarnings("module") // dev.signalman is built after this module
module dev.signalman.posix {
  requires static org.jspecify;

  exports dev.signalman.posix to
      dev.signalman;
}
