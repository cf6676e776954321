import org.jspecify.annotations.NullMarked;

/// Tests of programs with signals and children, by JUnit 5.14 or 6.
@NullMarked
module dev.signalman.junit {
  requires static org.jspecify;
  requires static org.junit.platform.launcher;
  requires transitive dev.signalman;
  requires transitive org.junit.jupiter.api;

  exports dev.signalman.junit;

  // Which makes the extensions.
  opens dev.signalman.junit to
      org.junit.platform.commons;
}
