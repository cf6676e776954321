package dev.signalman.bench.start;

/// What the VM itself takes.
final class Nothing {
  private Nothing() {}

  public static void main(String[] args) {
    Start.done();
  }
}
