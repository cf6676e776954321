package dev.signalman.cli.text;

import java.util.Random;

/// Randomness of which a failed test tells how to have it again: `-Dtest.seed=...`.
final class Seed {
  private Seed() {}

  /// A generator whose seed is printed.
  static Random random() {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println("-Dtest.seed=" + seed);
    return new Random(seed);
  }
}
