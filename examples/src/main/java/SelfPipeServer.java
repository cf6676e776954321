import module dev.signalman;

/// An event loop that starts a piece of work, in a child of its own, and then sleeps on its
/// self-pipe until a signal comes or it is time for the next piece. TERM: finishes the work in
/// hand, status 0. QUIT: kills the children and ends at once, status 1. ALRM: logs its present
/// work.
void main() throws Exception {
  Duration pause = Duration.ofMillis(Integer.getInteger("millis", 1_000));
  List<Child> children = new ArrayList<>();
  // Never closed: a second TERM must not end what the first one has begun.
  SelfPipe pipe = SelfPipe.open(Signal.TERM, Signal.QUIT, Signal.ALRM);
  IO.println("serving as " + ProcessHandle.current().pid());
  while (true) {
    children.removeIf(child -> !child.isAlive());
    if (children.size() < 2) {
      children.add(Spawn.of("sleep", System.getProperty("work", "3")).start());
    }
    SignalInfo info = pipe.poll(pause);
    switch (info == null ? null : info.signal()) {
      case TERM -> {
        IO.println("received SIGTERM");
        children.forEach(child -> IO.println(child.pid() + " " + child.onExit().join()));
        System.exit(0);
      }
      case QUIT -> {
        for (Child child : children) {
          child.send(Signal.KILL);
        }
        IO.println("received SIGQUIT");
        System.exit(1);
      }
      case ALRM -> IO.println("at work: " + children.stream().map(Child::pid).toList());
      case null, default -> {}
    }
  }
}
