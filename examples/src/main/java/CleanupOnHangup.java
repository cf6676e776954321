import module dev.signalman;

/// Starts three children (`sleep 1000`, or the command given). When its terminal window closes, on
/// Ctrl-C or on TERM, it ends them and waits for them before it ends itself.
void main(String... args) throws Exception {
  Spawn command = args.length > 0 ? Spawn.of(List.of(args)) : Spawn.of("sleep", "1000");
  // Never closed: a further signal must neither repeat the clean-up nor cut it short.
  SelfPipe pipe = SelfPipe.open(SignalSet.TERMINATION);
  List<Child> children = List.of(command.start(), command.start(), command.start());
  List<Integer> pids = children.stream().map(Child::pid).toList();
  // A terminal that takes no more output may hold up this thread, but not the clean-up.
  Thread.ofPlatform().daemon().start(() -> IO.println("children: " + pids));
  SignalInfo reason = pipe.take();
  Instant deadline = Instant.now().plusMillis(500);
  for (Child child : children) {
    child.send(Signal.TERM);
  }
  for (Child child : children) {
    if (child.waitFor(Duration.between(Instant.now(), deadline)) == null) {
      child.send(Signal.KILL);
      child.waitFor();
    }
  }
  System.exit(128 + reason.signal().number());
}
