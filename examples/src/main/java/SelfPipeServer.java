import module dev.signalman;

/// An event loop that starts a piece of work, in a child of its own, and then sleeps on its
/// self-pipe until a signal comes or it is time for the next piece. TERM: finishes the work in
/// hand, status 0. QUIT: kills the children and is gone, status 1. ALRM: logs what it is doing.
void main() throws Exception {
  Duration pause = Duration.ofMillis(Integer.getInteger("millis", 1_000));
  List<Process> children = new ArrayList<>();
  // Never closed: a second TERM must not end what the first one has begun.
  SelfPipe pipe = SelfPipe.open(Signal.TERM, Signal.QUIT, Signal.ALRM);
  IO.println("serving as " + ProcessHandle.current().pid());
  while (true) {
    children.removeIf(child -> !child.isAlive());
    if (children.size() < 2) {
      children.add(new ProcessBuilder("sleep", System.getProperty("work", "3")).start());
    }
    SignalInfo info = pipe.poll(pause);
    switch (info == null ? null : info.signal()) {
      case TERM -> {
        IO.println("received SIGTERM");
        for (Process child : children) {
          IO.println("child " + child.pid() + " ended with status " + child.waitFor());
        }
        System.exit(0);
      }
      case QUIT -> {
        children.forEach(Process::destroyForcibly);
        IO.println("received SIGQUIT");
        System.exit(1);
      }
      case ALRM -> IO.println("at work: " + children.stream().map(Process::pid).toList());
      case null, default -> {}
    }
  }
}
