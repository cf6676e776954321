package dev.signalman.lifecycle;

/// What most child JVMs of the tests do: `ChildArchive` prepares the classes that this loads.
final class ChildTraining {
  private ChildTraining() {}

  public static void main(String[] args) throws Exception {
    Lifecycle life = Lifecycle.builder().open();
    life.stage("stage").add("task", () -> {});
    life.ready();
    life.stop("trained");
    life.await();
  }
}
