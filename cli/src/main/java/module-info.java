import org.jspecify.annotations.NullMarked;

/// The command `signalman`.
@NullMarked
module dev.signalman.cli {
  requires static org.jspecify;
  requires dev.signalman;
  requires info.picocli;
}
