package dev.signalman.bench.start;

/// How each of the programs ends.
final class Start {
  private Start() {}

  /// Says so and ends at once, without what a VM does at its end.
  static void done() {
    System.out.println("ready");
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  static void check(boolean holds, String what) {
    if (!holds) {
      System.err.println("not as it should be: " + what);
      Runtime.getRuntime().halt(1);
    }
  }
}
