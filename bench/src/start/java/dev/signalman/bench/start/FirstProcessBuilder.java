package dev.signalman.bench.start;

/// A first child by the JDK's own means.
final class FirstProcessBuilder {
  private FirstProcessBuilder() {}

  public static void main(String[] args) throws Exception {
    Start.check(new ProcessBuilder("/bin/true").inheritIO().start().waitFor() == 0, "true");
    Start.done();
  }
}
