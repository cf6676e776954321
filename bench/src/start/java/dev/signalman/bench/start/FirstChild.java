package dev.signalman.bench.start;

import dev.signalman.process.Spawn;

/// A first child, started and waited for.
final class FirstChild {
  private FirstChild() {}

  public static void main(String[] args) throws Exception {
    Start.check(Spawn.of("/bin/true").start().waitFor().shellStatus() == 0, "true");
    Start.done();
  }
}
