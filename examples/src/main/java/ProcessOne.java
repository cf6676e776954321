import module dev.signalman;
import module dev.signalman.lifecycle;

/// Process 1 of a container, without an init program: it runs the command that its arguments are,
/// passes a stop on to it, and waits for orphans. TERM: the command and what it has started get
/// TERM, and KILL after `millis`, or 6 s. If the command ends by itself, so does the container.
void main(String[] command) throws Exception {
  Lifecycle life = Lifecycle.builder().deadline(Duration.ofSeconds(9)).open(); // Docker: 10 s
  Child worker = Spawn.of(List.of(command)).newGroup().start();
  life.stage("work")
      .add("worker", worker.group())
      .within(Duration.ofMillis(Integer.getInteger("millis", 6000)));
  var _ = worker.onExit().thenAccept(status -> ended(life, status));
  life.ready();
  IO.println("worker " + worker.pid());
  life.await();
}

void ended(Lifecycle life, ExitStatus status) {
  if (status.isSuccess()) {
    life.stop("the worker is done");
  } else {
    life.fail("worker", new IllegalStateException(status.toString()));
  }
}
