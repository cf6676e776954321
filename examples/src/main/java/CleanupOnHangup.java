import module dev.signalman;

/// Starts three children (`sleep 1000`, or the command given), and has them ended, waited for and
/// gone before it goes itself, be it asked to by the closing of its terminal window, Ctrl-C or
/// TERM.
void main(String... args) throws Exception {
  String[] command = args.length > 0 ? args : new String[] {"sleep", "1000"};
  // Never closed: a further signal must neither repeat the clean-up nor cut it short.
  SelfPipe pipe = SelfPipe.open(SignalSet.TERMINATION);
  List<Process> children = new ArrayList<>();
  for (int i = 0; i < 3; i++) {
    children.add(new ProcessBuilder(command).inheritIO().start());
  }
  List<Long> pids = children.stream().map(Process::pid).toList();
  // A terminal that takes no more output may hold up this thread, but not the clean-up.
  Thread.ofPlatform().daemon().start(() -> IO.println("children: " + pids));
  SignalInfo reason = pipe.take();
  Instant deadline = Instant.now().plusMillis(500);
  children.forEach(Process::destroy);
  for (Process child : children) {
    if (!child.waitFor(Duration.between(Instant.now(), deadline))) {
      child.destroyForcibly().waitFor();
    }
  }
  System.exit(128 + reason.signal().number());
}
