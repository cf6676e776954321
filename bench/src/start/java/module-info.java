/// Programs whose start is measured. Compiled into a jar of its own by the bench: an AOT cache
/// holds no classes of a folder.
module dev.signalman.bench.start {
  requires dev.signalman;
  requires jdk.unsupported;
}
