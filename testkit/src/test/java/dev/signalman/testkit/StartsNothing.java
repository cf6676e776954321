package dev.signalman.testkit;

/// For [TestKindTest].
final class StartsNothing {
  private StartsNothing() {}
}
